package cn.jiaozi.merchant.bill;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

/// A bill that may be downloaded once, until it expires.
///
/// @param sums   in fen
/// @param bytes  of the file before it is gzipped, as are the digests
/// @param url    at the gateway; it needs no token
record BillOffer(
        String merchantNo,
        LocalDate date,
        BillKind kind,
        String fileName,
        String charset,
        Rendition.Digits digits,
        boolean gzip,
        long rows,
        Map<String, Long> sums,
        long bytes,
        String sha256,
        String sm3,
        String url,
        Instant expiresAt) {}
