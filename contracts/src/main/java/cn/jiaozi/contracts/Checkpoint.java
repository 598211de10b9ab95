package cn.jiaozi.contracts;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

/// A published header of the ledger's chain. Compacted topic [Topics#LEDGER_CHECKPOINT], keyed by `ledger:number`, so
/// that each is kept for ever; also a line of the checkpoint file. Whoever keeps them notices a chain that was written
/// anew.
///
/// @param ledger    name of the ledger
/// @param number    of the block
/// @param hash      SM3(0x00 || header), 64 hex digits: what receipts call the hash of a block
/// @param header    text that was signed
/// @param signature of the operator, DER in base64
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonTypeName("ledger.checkpoint.v1")
public record Checkpoint(String ledger, long number, String hash, String header, String signature) {}
