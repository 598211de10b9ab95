package cn.jiaozi.merchant.bill;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/// A bill that may be downloaded once, until it expires.
///
/// @param storeNo whose own wallet it is of; empty for the merchant's
/// @param sums   in fen
/// @param bytes  of the file before it is gzipped, as are the digests
/// @param url    at the gateway; it needs no token
record BillOffer(
        String merchantNo,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> storeNo,
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
