package cn.jiaozi.contracts;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

/// What copies of a purse's vouchers have waited for may be there. Topic [Topics#VOUCHER], keyed by the purse, so
/// that they are judged again at one place at a time. Payment-service tells it to itself: the copies are in its
/// tables, and a work that is lost is announced again.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonTypeName("voucher.work.v1")
public record VoucherWork(String purseId) {}
