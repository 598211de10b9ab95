package cn.jiaozi.payment.payment;

import cn.jiaozi.payment.order.OrderId;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.util.Optional;

/// What the payer wants, in the payer's own words. The same id always means the same intent.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public sealed interface Intent {
    /// Twelve digits, as ISO 8583 field 4.
    long MAX_AMOUNT_FEN = 999_999_999_999L;

    String payerWalletId();

    long amountFen();

    /// From person to person. The payee's operator is ours when missing.
    @JsonTypeName("P2P")
    record PersonToPerson(
            @Pattern(regexp = "[0-9]{16}") String payerWalletId,
            @Pattern(regexp = "[0-9A-Za-z]{1,34}") String payeeWalletId,
            Optional<@Pattern(regexp = "[0-9]{3}") String> payeeOperator,
            @Positive @Max(MAX_AMOUNT_FEN) long amountFen,
            Optional<@Pattern(regexp = "[^\\p{Cc}\\p{Cs}]{1,100}") String> remark)
            implements Intent {}

    /// Of a merchant's order, which knows the payee.
    @JsonTypeName("ORDER")
    record OfOrder(
            @Pattern(regexp = "[0-9]{16}") String payerWalletId,
            @Pattern(regexp = "[0-9]{15}") String merchantNo,
            @Pattern(regexp = "[0-9A-Za-z_-]{6,32}") String orderId,
            @Positive @Max(MAX_AMOUNT_FEN) long amountFen)
            implements Intent {
        OrderId order() {
            return new OrderId(merchantNo, orderId);
        }
    }

    default PaymentKind kind() {
        return switch (this) {
            case PersonToPerson _ -> PaymentKind.P2P;
            case OfOrder _ -> PaymentKind.ORDER;
        };
    }

    /// With everything said that the payer may leave out.
    default Intent completed(String ownOperator) {
        return switch (this) {
            case PersonToPerson p
            when p.payeeOperator.isEmpty() ->
                new PersonToPerson(p.payerWalletId, p.payeeWalletId, Optional.of(ownOperator), p.amountFen, p.remark);
            case PersonToPerson p -> p;
            case OfOrder o -> o;
        };
    }

    /// JSON pointer to the first field that differs.
    default Optional<String> difference(Intent other) {
        if (kind() != other.kind()) {
            return Optional.of("/kind");
        }
        if (!payerWalletId().equals(other.payerWalletId())) {
            return Optional.of("/payerWalletId");
        }
        if (amountFen() != other.amountFen()) {
            return Optional.of("/amountFen");
        }
        if (this instanceof PersonToPerson a && other instanceof PersonToPerson b) {
            if (!a.payeeWalletId.equals(b.payeeWalletId)) {
                return Optional.of("/payeeWalletId");
            }
            if (!a.payeeOperator.equals(b.payeeOperator)) {
                return Optional.of("/payeeOperator");
            }
            return a.remark.equals(b.remark) ? Optional.empty() : Optional.of("/remark");
        }
        if (this instanceof OfOrder a && other instanceof OfOrder b) {
            if (!a.merchantNo.equals(b.merchantNo)) {
                return Optional.of("/merchantNo");
            }
            return a.orderId.equals(b.orderId) ? Optional.empty() : Optional.of("/orderId");
        }
        return Optional.empty();
    }
}
