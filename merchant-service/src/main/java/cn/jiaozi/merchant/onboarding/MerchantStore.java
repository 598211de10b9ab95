package cn.jiaozi.merchant.onboarding;

import cn.jiaozi.chassis.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class MerchantStore {
    private static final String SELECT = """
            select merchant_no, requested_by, act_id, name, mcc, uscc, licence_no, legal_representative, category,
                   wallet_id, wallet_class, settlement_account_tail, party, branch_code, state, version, risk_grade,
                   state_by, state_reason, state_at, registered_at
            from merchant
            """;

    private final DatabaseClient client;

    MerchantStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<Long> nextSerial() {
        return client.sql("select nextval('merchant_serial')")
                .mapValue(Long.class)
                .one();
    }

    /// True when neither the id nor the credit code was used before; waits for whoever is about to use them.
    Mono<Boolean> insert(Merchant merchant) {
        var rows = List.of(merchant);
        return client.sql("""
                        insert into merchant (merchant_no, requested_by, act_id, name, mcc, uscc, licence_no,
                                              legal_representative, category, wallet_id, wallet_class,
                                              settlement_account_tail, party, branch_code, state, version, state_by,
                                              state_at, registered_at)
                        select * from unnest(:merchant_no, :requested_by, :act_id, :name, :mcc, :uscc, :licence_no,
                                             :legal_representative, :category, :wallet_id, :wallet_class,
                                             :settlement_account_tail, :party, :branch_code, :state, :version,
                                             :state_by, :state_at, :registered_at)
                        on conflict do nothing
                        """)
                .bind("merchant_no", Columns.text(rows, Merchant::merchantNo))
                .bind("requested_by", Columns.text(rows, Merchant::requestedBy))
                .bind("act_id", Columns.text(rows, Merchant::actId))
                .bind("name", Columns.text(rows, m -> m.registration().name()))
                .bind("mcc", Columns.text(rows, m -> m.registration().mcc()))
                .bind("uscc", Columns.text(rows, m -> m.registration().uscc()))
                .bind("licence_no", Columns.text(rows, m -> m.registration().licenceNo()))
                .bind(
                        "legal_representative",
                        Columns.text(
                                rows,
                                m -> m.registration().legalRepresentative().orElse(null)))
                .bind(
                        "category",
                        Columns.text(rows, m -> m.registration().category().name()))
                .bind("wallet_id", Columns.text(rows, m -> m.registration().walletId()))
                .bind(
                        "wallet_class",
                        Columns.text(rows, m -> m.registration().walletClass().name()))
                .bind(
                        "settlement_account_tail",
                        Columns.text(
                                rows,
                                m -> m.registration().settlementAccountTail().orElse(null)))
                .bind("party", Columns.text(rows, Merchant::party))
                .bind("branch_code", Columns.text(rows, m -> m.registration().branchCode()))
                .bind("state", Columns.text(rows, m -> m.state().name()))
                .bind("version", Columns.longs(rows, Merchant::version))
                .bind("state_by", Columns.text(rows, m -> m.ruling().by()))
                .bind("state_at", Columns.instants(rows, m -> m.ruling().at()))
                .bind("registered_at", Columns.instants(rows, Merchant::registeredAt))
                .fetch()
                .rowsUpdated()
                .map(count -> count == 1);
    }

    Mono<Boolean> isStoresWallet(String walletId) {
        return client.sql("select exists (select from outlet where wallet_id = :id and state <> 'REJECTED')")
                .bind("id", walletId)
                .mapValue(Boolean.class)
                .one();
    }

    /// Of locked ones, what changes.
    ///
    /// @param advanceFen what one is told to be advanced at most
    Mono<Void> save(List<Merchant> merchants, Function<Merchant, @Nullable Long> advanceFen) {
        return client.sql("""
                        update merchant m
                        set state = u.state, version = u.version, risk_grade = u.risk_grade, state_by = u.state_by,
                            state_reason = u.state_reason, state_at = u.state_at, advance_fen = u.advance_fen,
                            advance_to_ask = m.advance_to_ask or m.advance_fen <> u.advance_fen
                        from unnest(:no, :state, :version, :risk_grade, :state_by, :state_reason, :state_at,
                                    :advance_fen)
                             as u (no, state, version, risk_grade, state_by, state_reason, state_at, advance_fen)
                        where m.merchant_no = u.no
                        """)
                .bind("no", Columns.text(merchants, Merchant::merchantNo))
                .bind("state", Columns.text(merchants, m -> m.state().name()))
                .bind("version", Columns.longs(merchants, Merchant::version))
                .bind(
                        "risk_grade",
                        Columns.text(
                                merchants,
                                m -> m.riskGrade().map(RiskGrade::name).orElse(null)))
                .bind("state_by", Columns.text(merchants, m -> m.ruling().by()))
                .bind(
                        "state_reason",
                        Columns.text(merchants, m -> m.ruling().reason().orElse(null)))
                .bind("state_at", Columns.instants(merchants, m -> m.ruling().at()))
                .bind("advance_fen", Columns.longs(merchants, advanceFen))
                .then();
    }

    /// Some of those who were told that they are advanced another sum than the limits allow now, locked.
    Mono<List<Merchant>> lockDiffering(Map<RiskGrade, Long> limits, int atMost) {
        var grades = List.copyOf(limits.keySet());
        return client.sql(SELECT + """
                         where state in ('ACTIVE', 'SUSPENDED', 'CLOSED') and advance_fen <> coalesce(
                             (select l.fen from unnest(:grade, :fen) as l (grade, fen)
                              where l.grade = risk_grade and state = 'ACTIVE'), 0)
                        order by merchant_no limit :at_most for update skip locked
                        """)
                .bind("grade", Columns.text(grades, RiskGrade::name))
                .bind("fen", Columns.longs(grades, limits::get))
                .bind("at_most", atMost)
                .map(MerchantStore::merchant)
                .all()
                .collectList();
    }

    Mono<Merchant> find(String merchantNo) {
        return one(" where merchant_no = :no", merchantNo);
    }

    /// For whoever is about to change it.
    Mono<Merchant> lock(String merchantNo) {
        return one(" where merchant_no = :no for update", merchantNo);
    }

    /// For whoever relies on what it is now, beside others who do.
    Mono<Merchant> share(String merchantNo) {
        return one(" where merchant_no = :no for share", merchantNo);
    }

    Mono<List<Merchant>> find(Collection<String> merchantNos) {
        return client.sql(SELECT + " where merchant_no = any(:nos)")
                .bind("nos", Columns.text(merchantNos, no -> no))
                .map(MerchantStore::merchant)
                .all()
                .collectList();
    }

    /// The next ones, in the order of their numbers.
    Mono<List<Merchant>> after(Optional<MerchantState> state, String merchantNo, int atMost) {
        var query = state.isPresent()
                ? client.sql(SELECT + """
                                 where merchant_no > :no and state = :state order by merchant_no limit :at_most
                                """).bind("state", state.get().name())
                : client.sql(SELECT + " where merchant_no > :no order by merchant_no limit :at_most");
        return query.bind("no", merchantNo)
                .bind("at_most", atMost)
                .map(MerchantStore::merchant)
                .all()
                .collectList();
    }

    Mono<Merchant> find(String requestedBy, String actId) {
        return client.sql(SELECT + " where requested_by = :by and act_id = :act")
                .bind("by", requestedBy)
                .bind("act", actId)
                .map(MerchantStore::merchant)
                .one();
    }

    private Mono<Merchant> one(String where, String merchantNo) {
        return client.sql(SELECT + where)
                .bind("no", merchantNo)
                .map(MerchantStore::merchant)
                .one();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static Merchant merchant(Readable row) {
        return new Merchant(
                row.get("merchant_no", String.class),
                row.get("requested_by", String.class),
                row.get("act_id", String.class),
                new Registration(
                        row.get("name", String.class),
                        row.get("mcc", String.class),
                        row.get("uscc", String.class),
                        row.get("licence_no", String.class),
                        Optional.ofNullable(row.get("legal_representative", String.class)),
                        MerchantCategory.valueOf(row.get("category", String.class)),
                        row.get("wallet_id", String.class),
                        Registration.WalletClass.valueOf(row.get("wallet_class", String.class)),
                        Optional.ofNullable(row.get("settlement_account_tail", String.class)),
                        row.get("party", String.class),
                        row.get("branch_code", String.class)),
                MerchantState.valueOf(row.get("state", String.class)),
                row.get("version", Long.class),
                Optional.ofNullable(row.get("risk_grade", String.class)).map(RiskGrade::valueOf),
                new Ruling(
                        row.get("state_by", String.class),
                        Optional.ofNullable(row.get("state_reason", String.class)),
                        row.get("state_at", Instant.class)),
                row.get("registered_at", Instant.class));
    }
}
