// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// What a CVM reports about itself when it asks for its keys. The order and types are part of the selector of `isAppAllowed`.
struct AppBootInfo {
    address appId;
    bytes32 composeHash;
    address instanceId;
    bytes32 deviceId;
    bytes32 mrAggregated;
    bytes32 mrSystem;
    bytes32 osImageHash;
    string tcbStatus;
    string[] advisoryIds;
}

/// The question a key management system asks before it hands out keys. ERC-165 id 0x1e079198.
interface IBootCheck {
    function isAppAllowed(AppBootInfo calldata boot) external view returns (bool allowed, string memory reason);
}

/// The four calls every app contract offers to its owner. ERC-165 id 0x8fd37527.
interface IAppManagement {
    function addComposeHash(bytes32 composeHash) external;

    function removeComposeHash(bytes32 composeHash) external;

    function addDevice(bytes32 deviceId) external;

    function removeDevice(bytes32 deviceId) external;
}
