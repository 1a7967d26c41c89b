// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Ownable2StepUpgradeable} from "@openzeppelin/contracts-upgradeable/access/Ownable2StepUpgradeable.sol";
import {Initializable} from "@openzeppelin/contracts-upgradeable/proxy/utils/Initializable.sol";
import {ERC165Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/introspection/ERC165Upgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {AppBootInfo, IAppManagement, IBootCheck} from "./AppBoot.sol";

/// One app: who owns it, which compose hashes may boot, and on which devices. Lives behind an ERC-1967 proxy whose address is the app id.
/// Nothing here can be listed: what was ever allowed can only be learnt from the events, and their arguments are not indexed.
contract SandboxApp is Initializable, Ownable2StepUpgradeable, UUPSUpgradeable, ERC165Upgradeable, IBootCheck, IAppManagement {
    mapping(bytes32 composeHash => bool) public allowedComposeHashes;
    mapping(bytes32 deviceId => bool) public allowedDeviceIds;
    bool public allowAnyDevice;
    bool public requireTcbUpToDate;
    /// Without a getter: from outside only the event tells.
    bool private _upgradesDisabled;

    event ComposeHashAdded(bytes32 composeHash);
    event ComposeHashRemoved(bytes32 composeHash);
    event DeviceAdded(bytes32 deviceId);
    event DeviceRemoved(bytes32 deviceId);
    event AllowAnyDeviceSet(bool allowAny);
    event RequireTcbUpToDateSet(bool required);
    event UpgradesDisabled();

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    function initialize(address owner_, bool disableUpgrades_, bool anyDevice, bytes32 deviceId, bytes32 composeHash) external initializer {
        _start(owner_, disableUpgrades_, false, anyDevice, deviceId, composeHash);
    }

    function initialize(
        address owner_,
        bool disableUpgrades_,
        bool tcbUpToDate,
        bool anyDevice,
        bytes32 deviceId,
        bytes32 composeHash
    ) external initializer {
        _start(owner_, disableUpgrades_, tcbUpToDate, anyDevice, deviceId, composeHash);
    }

    function version() external pure returns (uint256) {
        return 2;
    }

    /// Allowing a hash twice is no error: it announces the hash again.
    function addComposeHash(bytes32 composeHash) external onlyOwner {
        _allowComposeHash(composeHash);
    }

    /// Stops later boots and key requests, not a CVM that already runs.
    function removeComposeHash(bytes32 composeHash) external onlyOwner {
        allowedComposeHashes[composeHash] = false;
        emit ComposeHashRemoved(composeHash);
    }

    function addDevice(bytes32 deviceId) external onlyOwner {
        _allowDevice(deviceId);
    }

    function removeDevice(bytes32 deviceId) external onlyOwner {
        allowedDeviceIds[deviceId] = false;
        emit DeviceRemoved(deviceId);
    }

    function setAllowAnyDevice(bool allowAny) external onlyOwner {
        allowAnyDevice = allowAny;
        emit AllowAnyDeviceSet(allowAny);
    }

    function setRequireTcbUpToDate(bool required) external onlyOwner {
        requireTcbUpToDate = required;
        emit RequireTcbUpToDateSet(required);
    }

    function disableUpgrades() external onlyOwner {
        _upgradesDisabled = true;
        emit UpgradesDisabled();
    }

    /// First the platform, then the code, then the machine. The reasons are what users of the real service read.
    function isAppAllowed(AppBootInfo calldata boot) external view returns (bool, string memory) {
        if (requireTcbUpToDate && keccak256(bytes(boot.tcbStatus)) != keccak256("UpToDate")) {
            return (false, "TCB status is not up to date");
        }
        if (!allowedComposeHashes[boot.composeHash]) return (false, "Compose hash not allowed");
        if (!allowAnyDevice && !allowedDeviceIds[boot.deviceId]) return (false, "Device not allowed");
        return (true, "");
    }

    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return
            interfaceId == type(IBootCheck).interfaceId ||
            interfaceId == type(IAppManagement).interfaceId ||
            super.supportsInterface(interfaceId);
    }

    function _start(
        address owner_,
        bool disableUpgrades_,
        bool tcbUpToDate,
        bool anyDevice,
        bytes32 deviceId,
        bytes32 composeHash
    ) private {
        require(owner_ != address(0), "An app needs an owner");
        __Ownable_init(owner_);
        _upgradesDisabled = disableUpgrades_;
        requireTcbUpToDate = tcbUpToDate;
        allowAnyDevice = anyDevice;
        if (deviceId != bytes32(0)) _allowDevice(deviceId);
        if (composeHash != bytes32(0)) _allowComposeHash(composeHash);
    }

    function _allowComposeHash(bytes32 composeHash) private {
        allowedComposeHashes[composeHash] = true;
        emit ComposeHashAdded(composeHash);
    }

    function _allowDevice(bytes32 deviceId) private {
        allowedDeviceIds[deviceId] = true;
        emit DeviceAdded(deviceId);
    }

    function _authorizeUpgrade(address) internal view override onlyOwner {
        require(!_upgradesDisabled, "This app gave up upgrades for good");
    }
}
