// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// Stands in for a multi-signature wallet that owns an app: an address with code, which answers the questions a Safe answers and acts only
/// when one of its owners tells it to. It collects no signatures: its threshold is one.
contract SandboxSafe {
    string public constant VERSION = "1.4.1";
    uint256 public nonce;
    address[] private _owners;

    event SafeReceived(address indexed sender, uint256 value);
    event Executed(address indexed to, uint256 value, uint256 nonce);

    error NotAnOwner(address account);

    constructor(address[] memory owners) {
        _owners = owners;
    }

    receive() external payable {
        emit SafeReceived(msg.sender, msg.value);
    }

    function getOwners() external view returns (address[] memory) {
        return _owners;
    }

    function getThreshold() external pure returns (uint256) {
        return 1;
    }

    function isOwner(address account) public view returns (bool) {
        for (uint256 i = 0; i < _owners.length; i++) {
            if (_owners[i] == account) return true;
        }
        return false;
    }

    /// Calls `to` as this contract. A call that fails fails the whole transaction, with the reason it gave.
    function execute(address to, uint256 value, bytes calldata data) external payable returns (bytes memory answer) {
        if (!isOwner(msg.sender)) revert NotAnOwner(msg.sender);
        emit Executed(to, value, nonce++);
        bool succeeded;
        (succeeded, answer) = to.call{value: value}(data);
        if (!succeeded) {
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
    }
}
