package cn.jiaozi.payment.qr;

import cn.jiaozi.contracts.Payee;
import cn.jiaozi.sdk.qr.MerchantQr;
import java.util.Optional;

/// What stands in a merchant's QR code.
final class Codes {
    /// ISO 18245 for services not elsewhere classified, where a merchant's category is not known.
    private static final String UNKNOWN_CATEGORY = "7299";

    private static final int LONGEST_NAME = 25;

    private Codes() {}

    /// @param payee the merchant, or one of its stores
    static MerchantQr of(Payee payee, Optional<String> storeNo, Optional<MerchantQr.Order> order, String city) {
        return new MerchantQr(
                payee.merchantNo(),
                storeNo,
                order,
                payee.mcc().orElse(UNKNOWN_CATEGORY),
                ascii(payee),
                city,
                chinese(payee.name()));
    }

    /// What of the name any reader can show; the merchant's number where there is nothing.
    private static String ascii(Payee payee) {
        String plain =
                payee.name().replaceAll("[^ -~]+", " ").replaceAll(" +", " ").strip();
        return plain.isEmpty()
                ? "Merchant " + payee.merchantNo()
                : plain.substring(0, Math.min(plain.length(), LONGEST_NAME)).strip();
    }

    private static Optional<String> chinese(String name) {
        int length = Math.min(name.codePointCount(0, name.length()), LONGEST_NAME);
        return name.chars().allMatch(c -> c < 128)
                ? Optional.empty()
                : Optional.of(name.substring(0, name.offsetByCodePoints(0, length)));
    }
}
