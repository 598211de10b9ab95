package cn.jiaozi.wallet.kyc;

import cn.jiaozi.chassis.Columns;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

@Repository
class KycStore {
    private static final Logger log = LoggerFactory.getLogger(KycStore.class);

    private final DatabaseClient sql;
    private final FieldCipher cipher;

    KycStore(DatabaseClient sql, KycSettings settings) {
        this.sql = sql;
        this.cipher = new FieldCipher(settings.key(), settings.retiredKeys());
    }

    Mono<Void> insert(String walletId, Identity identity) {
        return sql.sql("""
                insert into kyc.identity (wallet_id, phone, name, id_no, credit_code, legal_representative, account_no)
                values (:walletId, :phone, :name, :idNo, :creditCode, :legalRepresentative, :accountNo)
                """)
                .bind("walletId", walletId)
                .bind("phone", sealed(walletId, "phone", identity.phone()))
                .bind("name", sealed(walletId, "name", identity.name()))
                .bind("idNo", sealed(walletId, "id_no", identity.idNo()))
                .bind("creditCode", sealed(walletId, "credit_code", identity.creditCode()))
                .bind("legalRepresentative", sealed(walletId, "legal_representative", identity.legalRepresentative()))
                .bind("accountNo", sealed(walletId, "account_no", identity.accountNo()))
                .then();
    }

    Mono<Map<String, Identity>> find(Collection<String> walletIds) {
        return sql.sql("select * from kyc.identity where wallet_id = any(:walletIds)")
                .bind("walletIds", Columns.text(List.copyOf(walletIds), id -> id))
                .map(this::readable)
                .all()
                .flatMap(Mono::justOrEmpty)
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    Mono<Boolean> claim(String walletId, byte[] claim) {
        return sql.sql("insert into kyc.claim (claim, wallet_id) values (:claim, :walletId) on conflict do nothing")
                .bind("claim", claim)
                .bind("walletId", walletId)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    Mono<Void> giveBack(Collection<String> walletIds) {
        return sql.sql("delete from kyc.claim where wallet_id = any(:walletIds)")
                .bind("walletIds", Columns.text(List.copyOf(walletIds), id -> id))
                .then();
    }

    /// What cannot be decrypted (a key that is not configured any more, a damaged row) is left out with an alarm: one
    /// person's row must not stop everybody's.
    private Optional<Map.Entry<String, Identity>> readable(Readable row) {
        String walletId = text(row, "wallet_id");
        try {
            return Optional.of(Map.entry(walletId, identity(row)));
        } catch (RuntimeException unreadable) {
            log.error("The identity of wallet {} cannot be read: {}", walletId, unreadable.toString());
            return Optional.empty();
        }
    }

    private Identity identity(Readable row) {
        return new Identity(
                opened(row, "phone"),
                opened(row, "name"),
                opened(row, "id_no"),
                opened(row, "credit_code"),
                opened(row, "legal_representative"),
                opened(row, "account_no"));
    }

    private Object sealed(String walletId, String field, Optional<String> text) {
        return text.<Object>map(clear -> cipher.encrypt(walletId, field, clear))
                .orElseGet(() -> Parameters.in(R2dbcType.VARBINARY));
    }

    private Optional<String> opened(Readable row, String field) {
        byte @Nullable [] stored = row.get(field, byte[].class);
        return stored == null ? Optional.empty() : Optional.of(cipher.decrypt(text(row, "wallet_id"), field, stored));
    }

    private static String text(Readable row, String column) {
        return java.util.Objects.requireNonNull(row.get(column, String.class));
    }
}
