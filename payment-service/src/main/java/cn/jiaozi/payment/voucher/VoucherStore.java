package cn.jiaozi.payment.voucher;

import cn.jiaozi.chassis.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Vouchers that are paid, or that the ledger has been asked to pay: one row each, whatever the number of its
/// copies.
@Component
class VoucherStore {
    /// The constraint by which a payee uses a nonce once.
    private static final String NONCE = "voucher_payee_nonce_key";

    private final DatabaseClient client;

    VoucherStore(DatabaseClient client) {
        this.client = client;
    }

    /// The caller has locked the purses. A payee may have used a nonce for another purse in the same moment,
    /// elsewhere: then all is judged again.
    ///
    /// @param paying judgements that pay
    Mono<Void> insert(List<Judgement> paying, Instant now) {
        return client.sql("""
                        insert into voucher (id, purse_id, load, counter, previous, amount_fen, balance_fen, payee, nonce,
                                             powered_off, holds_slot, verdict, bearer, flags, settlement_id, batch_id,
                                             index, decided_at)
                        select decode(id, 'hex'), purse_id, load, counter, decode(previous, 'hex'), amount_fen,
                               balance_fen, payee, decode(nonce, 'hex'), powered_off, holds_slot, verdict, bearer, flags,
                               settlement_id, batch_id, index, :now
                        from unnest(:id, :purse_id, :load, :counter, :previous, :amount_fen, :balance_fen, :payee, :nonce,
                                    :powered_off, :holds_slot, :verdict, :bearer, :flags, :settlement_id, :batch_id,
                                    :index)
                             as u (id, purse_id, load, counter, previous, amount_fen, balance_fen, payee, nonce,
                                   powered_off, holds_slot, verdict, bearer, flags, settlement_id, batch_id, index)
                        order by payee, nonce
                        """)
                .bind("id", Columns.text(paying, j -> j.copy().voucherId().hex()))
                .bind("purse_id", Columns.text(paying, j -> j.debit().payer()))
                .bind("load", Columns.ints(paying, j -> j.debit().load()))
                .bind("counter", Columns.ints(paying, j -> j.debit().counter()))
                .bind("previous", Columns.text(paying, j -> j.debit().previous().hex()))
                .bind("amount_fen", Columns.longs(paying, j -> j.debit().amountFen()))
                .bind("balance_fen", Columns.longs(paying, j -> j.debit().balanceFen()))
                .bind("payee", Columns.text(paying, j -> j.debit().payee()))
                .bind("nonce", Columns.text(paying, j -> j.debit().nonce().hex()))
                .bind("powered_off", Columns.booleans(paying, j -> j.debit().poweredOff()))
                .bind("holds_slot", Columns.booleans(paying, j -> pays(j).holdsSlot()))
                .bind("verdict", Columns.text(paying, j -> pays(j).verdict().name()))
                .bind("bearer", Columns.text(paying, j -> pays(j).bearer().name()))
                .bind("flags", Columns.text(paying, Judgement::flags))
                .bind("settlement_id", Columns.uuids(paying, j -> j.settlement().orElseThrow()))
                .bind("batch_id", Columns.uuids(paying, j -> j.copy().batchId()))
                .bind("index", Columns.ints(paying, j -> j.copy().index()))
                .bind("now", now)
                .then()
                .onErrorMap(
                        VoucherStore::isOfNonce,
                        _ -> new ConcurrencyFailureException("A nonce was used in the same moment"));
    }

    /// In the order in which they were uploaded.
    Mono<List<Part>> parts(Collection<UUID> settlements) {
        return client.sql("""
                        select encode(v.id, 'hex') as id, v.settlement_id, v.batch_id, v.index, v.payee, v.amount_fen,
                               v.verdict, v.bearer, v.flags
                        from voucher_settlement s
                        join voucher v on v.purse_id = s.purse_id and v.settlement_id = s.id
                        join voucher_batch b on b.id = v.batch_id
                        where s.id = any(:ids)
                        order by b.received_at, v.batch_id, v.index
                        """)
                .bind("ids", settlements.toArray(UUID[]::new))
                .map(VoucherStore::part)
                .all()
                .collectList();
    }

    /// What is paid stays for ever; what goes on elsewhere is moved; what is not paid gives back its counter
    /// and its nonce.
    Mono<Void> end(List<Ended> ended) {
        var unpaid = ended.stream().filter(Ended::isUnpaid).toList();
        var others = ended.stream().filter(each -> !each.isUnpaid()).toList();
        return client.sql("delete from voucher where id in (select decode(hex, 'hex') from unnest(:ids) as u (hex))")
                .bind("ids", Columns.text(unpaid, each -> each.part().voucherId()))
                .then()
                .then(client.sql("""
                                update voucher v
                                set verdict = u.verdict, bearer = u.bearer, settlement_id = u.settlement_id,
                                    receivable_fen = u.receivable_fen
                                from unnest(:ids, :verdict, :bearer, :settlement_id, :receivable_fen)
                                     as u (hex, verdict, bearer, settlement_id, receivable_fen)
                                where v.id = decode(u.hex, 'hex')
                                """)
                        .bind("ids", Columns.text(others, each -> each.part().voucherId()))
                        .bind(
                                "verdict",
                                Columns.text(others, each -> each.expected().name()))
                        .bind(
                                "bearer",
                                Columns.text(others, each -> each.bearer().name()))
                        .bind("settlement_id", Columns.uuids(others, Ended::settlement))
                        .bind("receivable_fen", Columns.longs(others, Ended::receivableFen))
                        .then());
    }

    private static boolean isOfNonce(Throwable error) {
        return error instanceof DuplicateKeyException
                && String.valueOf(error.getMessage()).contains(NONCE);
    }

    private static Finding.Pays pays(Judgement judgement) {
        return judgement.pays().orElseThrow();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static Part part(Readable row) {
        return new Part(
                row.get("id", String.class),
                row.get("settlement_id", UUID.class),
                row.get("batch_id", UUID.class),
                row.get("index", Integer.class),
                row.get("payee", String.class),
                row.get("amount_fen", Long.class),
                Verdict.valueOf(row.get("verdict", String.class)),
                Bearer.valueOf(row.get("bearer", String.class)),
                row.get("flags", String.class));
    }
}
