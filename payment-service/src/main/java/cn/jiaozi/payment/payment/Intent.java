package cn.jiaozi.payment.payment;

import cn.jiaozi.contracts.PayMode;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.payment.order.OrderId;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What the payer wants, in the payer's own words. The same id always means the same intent.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public sealed interface Intent {
    /// Twelve digits, as ISO 8583 field 4.
    long MAX_AMOUNT_FEN = 999_999_999_999L;

    long amountFen();

    /// From person to person. The payee's operator is ours when missing.
    ///
    /// @param pinProof wallet-service's word that the payment PIN was right; [#completed] leaves it out
    @JsonTypeName("P2P")
    record PersonToPerson(
            @Pattern(regexp = "[0-9]{16}") String payerWalletId,
            @Pattern(regexp = "[0-9A-Za-z]{1,34}") String payeeWalletId,
            Optional<@Pattern(regexp = "[0-9]{3}") String> payeeOperator,
            @Positive @Max(MAX_AMOUNT_FEN) long amountFen,
            Optional<@Pattern(regexp = "[^\\p{Cc}\\p{Cs}]{1,100}") String> remark,
            Optional<@Size(max = 1_024) String> pinProof)
            implements Intent {
        /// Without a PIN.
        public PersonToPerson(
                String payerWalletId,
                String payeeWalletId,
                Optional<String> payeeOperator,
                long amountFen,
                Optional<String> remark) {
            this(payerWalletId, payeeWalletId, payeeOperator, amountFen, remark, Optional.empty());
        }
    }

    /// Of a merchant's order, which knows the payee.
    @JsonTypeName("ORDER")
    record OfOrder(
            @Pattern(regexp = "[0-9]{16}") String payerWalletId,
            @Pattern(regexp = "[0-9]{15}") String merchantNo,
            @Pattern(regexp = "[0-9A-Za-z_-]{6,32}") String orderId,
            @Positive @Max(MAX_AMOUNT_FEN) long amountFen,
            Optional<@Size(max = 1_024) String> pinProof)
            implements Intent {
        /// Without a PIN.
        public OfOrder(String payerWalletId, String merchantNo, String orderId, long amountFen) {
            this(payerWalletId, merchantNo, orderId, amountFen, Optional.empty());
        }

        OrderId order() {
            return new OrderId(merchantNo, orderId);
        }
    }

    /// Of what the payer takes from a store whose code hangs on the wall: there is no order, the payer says how much.
    @JsonTypeName("STORE")
    record AtStore(
            @Pattern(regexp = "[0-9]{16}") String payerWalletId,
            @Pattern(regexp = "[0-9]{15}") String merchantNo,
            @Pattern(regexp = "[0-9]{6}") String storeNo,
            @Positive @Max(MAX_AMOUNT_FEN) long amountFen,
            Optional<@Pattern(regexp = "[^\\p{Cc}\\p{Cs}]{1,100}") String> remark,
            Optional<@Size(max = 1_024) String> pinProof)
            implements Intent {
        /// Without a PIN.
        public AtStore(
                String payerWalletId, String merchantNo, String storeNo, long amountFen, Optional<String> remark) {
            this(payerWalletId, merchantNo, storeNo, amountFen, remark, Optional.empty());
        }
    }

    /// By a terminal, of what its customer takes, with the payment code that the customer shows. The order is claimed
    /// when it is there, and else made.
    ///
    /// @param paymentCode 19 digits; [#completed] leaves nothing but their hash
    @JsonTypeName("CODE")
    record WithCode(
            @Pattern(regexp = "01[0-9]{17}") String paymentCode,
            @Pattern(regexp = "[0-9A-Za-z_-]{6,32}") String orderId,
            @Positive @Max(MAX_AMOUNT_FEN) long amountFen,
            @Pattern(regexp = "[^\\p{Cc}\\p{Cs}]{1,128}") String subject)
            implements Intent {
        /// The code belongs into no log.
        @Override
        public String toString() {
            return "WithCode[" + orderId + ", " + amountFen + "]";
        }
    }

    default PaymentKind kind() {
        return switch (this) {
            case PersonToPerson _ -> PaymentKind.P2P;
            case OfOrder _ -> PaymentKind.ORDER;
            case AtStore _ -> PaymentKind.STORE;
            case WithCode _ -> PaymentKind.CODE;
        };
    }

    /// How payer and merchant found each other, where one is a merchant.
    default Optional<PayMode> payMode() {
        return switch (this) {
            case PersonToPerson _ -> Optional.empty();
            case OfOrder _ -> Optional.of(PayMode.MERCHANT_QR_DYNAMIC);
            case AtStore _ -> Optional.of(PayMode.MERCHANT_QR_STATIC);
            case WithCode _ -> Optional.of(PayMode.PAYMENT_CODE);
        };
    }

    /// What the payer has written to it.
    default Optional<String> written() {
        return switch (this) {
            case PersonToPerson p -> p.remark;
            case AtStore a -> a.remark;
            case OfOrder _, WithCode _ -> Optional.empty();
        };
    }

    /// Who may want it: a payer, or a till for the payer that stands before it.
    default Role asker() {
        return switch (this) {
            case PersonToPerson _, OfOrder _, AtStore _ -> Role.CUSTOMER;
            case WithCode _ -> Role.TERMINAL;
        };
    }

    /// The wallet that a proof of the PIN must be about, and the proof; empty when none was given.
    default Optional<Proof> proof() {
        return switch (this) {
            case PersonToPerson p -> p.pinProof.map(proof -> new Proof(p.payerWalletId, proof));
            case OfOrder o -> o.pinProof.map(proof -> new Proof(o.payerWalletId, proof));
            case AtStore a -> a.pinProof.map(proof -> new Proof(a.payerWalletId, proof));
            case WithCode _ -> Optional.empty();
        };
    }

    record Proof(String walletId, String text) {}

    /// With everything said that the payer may leave out, and nothing that must not be kept.
    default Intent completed(String ownOperator, UnaryOperator<String> hash) {
        return switch (this) {
            case PersonToPerson p ->
                new PersonToPerson(
                        p.payerWalletId,
                        p.payeeWalletId,
                        p.payeeOperator.or(() -> Optional.of(ownOperator)),
                        p.amountFen,
                        p.remark);
            case OfOrder o -> new OfOrder(o.payerWalletId, o.merchantNo, o.orderId, o.amountFen);
            case AtStore a -> new AtStore(a.payerWalletId, a.merchantNo, a.storeNo, a.amountFen, a.remark);
            case WithCode c -> new WithCode(hash.apply(c.paymentCode), c.orderId, c.amountFen, c.subject);
        };
    }

    /// JSON pointer to the first field that differs.
    default Optional<String> difference(Intent other) {
        if (kind() != other.kind()) {
            return Optional.of("/kind");
        }
        var mine = said();
        var its = other.said();
        return mine.keySet().stream()
                .filter(field -> !Objects.equals(mine.get(field), its.get(field)))
                .map(field -> "/" + field)
                .findFirst();
    }

    private Map<String, Object> said() {
        var said = new LinkedHashMap<String, Object>();
        switch (this) {
            case PersonToPerson p -> {
                said.put("payerWalletId", p.payerWalletId);
                said.put("amountFen", p.amountFen);
                said.put("payeeWalletId", p.payeeWalletId);
                said.put("payeeOperator", p.payeeOperator);
                said.put("remark", p.remark);
            }
            case OfOrder o -> {
                said.put("payerWalletId", o.payerWalletId);
                said.put("amountFen", o.amountFen);
                said.put("merchantNo", o.merchantNo);
                said.put("orderId", o.orderId);
            }
            case AtStore a -> {
                said.put("payerWalletId", a.payerWalletId);
                said.put("amountFen", a.amountFen);
                said.put("merchantNo", a.merchantNo);
                said.put("storeNo", a.storeNo);
                said.put("remark", a.remark);
            }
            case WithCode c -> {
                said.put("paymentCode", c.paymentCode);
                said.put("amountFen", c.amountFen);
                said.put("orderId", c.orderId);
                said.put("subject", c.subject);
            }
        }
        return said;
    }
}
