// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {AppBootInfo, IBootCheck} from "./AppBoot.sol";

/// The key management system's own contract: makes app contracts, knows which ones exist and which OS images may run at all.
/// It is never the target of `addComposeHash`.
contract SandboxKms is Ownable, IBootCheck {
    address public immutable appImplementation;
    mapping(address appId => bool) public registeredApps;
    mapping(bytes32 osImageHash => bool) public allowedOsImages;

    event AppDeployedViaFactory(address indexed appId, address indexed deployer);
    event AppRegistered(address appId);
    event OsImageHashAdded(bytes32 osImageHash);
    event OsImageHashRemoved(bytes32 osImageHash);

    constructor(address appImplementation_) Ownable(msg.sender) {
        appImplementation = appImplementation_;
    }

    function deployAndRegisterApp(
        address owner_,
        bool disableUpgrades,
        bool allowAnyDevice,
        bytes32 deviceId,
        bytes32 composeHash
    ) external returns (address) {
        return _deploy(owner_, disableUpgrades, false, allowAnyDevice, deviceId, composeHash);
    }

    function deployAndRegisterApp(
        address owner_,
        bool disableUpgrades,
        bool requireTcbUpToDate,
        bool allowAnyDevice,
        bytes32 deviceId,
        bytes32 composeHash
    ) external returns (address) {
        return _deploy(owner_, disableUpgrades, requireTcbUpToDate, allowAnyDevice, deviceId, composeHash);
    }

    /// Open to anyone: being registered is no privilege, the app contract still decides.
    function registerApp(address appId) external {
        require(appId != address(0), "An app id cannot be zero");
        _register(appId);
    }

    function addOsImageHash(bytes32 osImageHash) external onlyOwner {
        allowedOsImages[osImageHash] = true;
        emit OsImageHashAdded(osImageHash);
    }

    function removeOsImageHash(bytes32 osImageHash) external onlyOwner {
        allowedOsImages[osImageHash] = false;
        emit OsImageHashRemoved(osImageHash);
    }

    /// The checks that are the same for every app, then the app's own.
    function isAppAllowed(AppBootInfo calldata boot) external view returns (bool, string memory) {
        if (!registeredApps[boot.appId]) return (false, "App not registered");
        if (!allowedOsImages[boot.osImageHash]) return (false, "OS image is not allowed");
        if (boot.appId.code.length == 0) return (false, "App not deployed or invalid address");
        return IBootCheck(boot.appId).isAppAllowed(boot);
    }

    function _deploy(
        address owner_,
        bool disableUpgrades,
        bool requireTcbUpToDate,
        bool allowAnyDevice,
        bytes32 deviceId,
        bytes32 composeHash
    ) private returns (address appId) {
        appId = address(
            new ERC1967Proxy(
                appImplementation,
                abi.encodeWithSignature(
                    "initialize(address,bool,bool,bool,bytes32,bytes32)",
                    owner_,
                    disableUpgrades,
                    requireTcbUpToDate,
                    allowAnyDevice,
                    deviceId,
                    composeHash
                )
            )
        );
        _register(appId);
        emit AppDeployedViaFactory(appId, msg.sender);
    }

    function _register(address appId) private {
        registeredApps[appId] = true;
        emit AppRegistered(appId);
    }
}
