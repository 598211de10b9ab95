package cn.jiaozi.payment.evidence;

import cn.jiaozi.sdk.voucher.Debit;
import cn.jiaozi.sdk.voucher.Voucher;
import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Reads over what purses have signed: vouchers that are paid or being paid, and debits that are not.
@Component
class EvidenceStore {
    private static final int AT_MOST = 100;

    private final DatabaseClient client;

    EvidenceStore(DatabaseClient client) {
        this.client = client;
    }

    /// A copy that its purse has signed.
    Mono<Voucher> find(String voucherId) {
        return client.sql("""
                        select c.raw
                        from (select batch_id, index from voucher where id = decode(:id, 'hex')
                              union all
                              select batch_id, index from signed_debit where id = decode(:id, 'hex')) s
                        join voucher_copy c on c.batch_id = s.batch_id and c.index = s.index
                        limit 1
                        """).bind("id", voucherId).map(EvidenceStore::voucher).one();
    }

    /// Others of the purse with the same counter, then those behind the same debit.
    Mono<List<Voucher>> rivals(Debit debit) {
        return client.sql("""
                        select c.raw
                        from (select id, purse_id, counter, previous, batch_id, index from voucher
                              union all
                              select id, purse_id, counter, previous, batch_id, index from signed_debit) s
                        join voucher_copy c on c.batch_id = s.batch_id and c.index = s.index
                        join voucher_batch b on b.id = s.batch_id
                        where s.purse_id = :purse and s.id <> decode(:id, 'hex')
                          and (s.counter = :counter or s.previous = decode(:previous, 'hex'))
                        order by s.counter <> :counter, b.received_at, c.batch_id, c.index
                        limit :at_most
                        """)
                .bind("purse", debit.payer())
                .bind("id", debit.hash().hex())
                .bind("counter", debit.counter())
                .bind("previous", debit.previous().hex())
                .bind("at_most", AT_MOST)
                .map(EvidenceStore::voucher)
                .all()
                .distinct(Voucher::hash)
                .collectList();
    }

    private static Voucher voucher(Readable row) {
        return Voucher.read(Objects.requireNonNull(row.get("raw", byte[].class)));
    }
}
