package cn.jiaozi.payment.upload;

import org.springframework.boot.context.properties.ConfigurationProperties;

/// Whom to believe, and who signs for the bank; all of it in PEM, and empty where nobody pays without a network.
///
/// @param root         certificate of the root
/// @param signatory    certificate of the one who signs
/// @param signatoryKey its private key
@ConfigurationProperties("jiaozi.offline")
record OfflineSettings(String root, String signatory, String signatoryKey) {}
