package cn.jiaozi.payment.voucher;

import cn.jiaozi.chassis.Columns;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Debits that a purse has signed and that are not paid. Whoever adds some has locked the purses.
@Component
class SignedStore {
    private final DatabaseClient client;

    SignedStore(DatabaseClient client) {
        this.client = client;
    }

    /// @param rejected whose payers have signed
    Mono<Void> keep(List<Judgement> rejected) {
        return rejected.isEmpty()
                ? Mono.empty()
                : client.sql("""
                                insert into signed_debit (id, purse_id, counter, previous, batch_id, index)
                                select decode(id, 'hex'), purse_id, counter, decode(previous, 'hex'), batch_id, index
                                from unnest(:id, :purse_id, :counter, :previous, :batch_id, :index)
                                     as u (id, purse_id, counter, previous, batch_id, index)
                                on conflict do nothing
                                """)
                        .bind("id", Columns.text(rejected, j -> j.debit().hash().hex()))
                        .bind("purse_id", Columns.text(rejected, j -> j.debit().payer()))
                        .bind("counter", Columns.ints(rejected, j -> j.debit().counter()))
                        .bind("previous", Columns.text(rejected, j -> j.debit().previous().hex()))
                        .bind("batch_id", Columns.uuids(rejected, j -> j.copy().batchId()))
                        .bind("index", Columns.ints(rejected, j -> j.copy().index()))
                        .then();
    }

    /// Vouchers that the ledger does not pay, before they are forgotten.
    Mono<Void> keepUnpaid(List<Ended> unpaid) {
        return unpaid.isEmpty()
                ? Mono.empty()
                : client.sql("""
                                insert into signed_debit (id, purse_id, counter, previous, batch_id, index)
                                select v.id, v.purse_id, v.counter, v.previous, v.batch_id, v.index
                                from unnest(:ids) as u (hex) join voucher v on v.id = decode(u.hex, 'hex')
                                on conflict do nothing
                                """)
                        .bind("ids", Columns.text(unpaid, each -> each.part().voucherId()))
                        .then();
    }
}
