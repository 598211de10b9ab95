package cn.jiaozi.merchant.review;

import cn.jiaozi.chassis.Columns;
import cn.jiaozi.merchant.onboarding.RiskGrade;
import cn.jiaozi.merchant.review.Review.Decision;
import cn.jiaozi.merchant.review.Review.Kind;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/// Whoever adds a review holds the lock on its merchant.
@Component
class ReviewStore {
    private final DatabaseClient client;

    ReviewStore(DatabaseClient client) {
        this.client = client;
    }

    Mono<Review> find(String merchantNo, String reviewedBy, String id) {
        return client.sql("""
                        select merchant_no, reviewed_by, act_id, kind, store_no, decision, risk_grade, reason, at
                        from merchant_review where merchant_no = :no and reviewed_by = :by and act_id = :id
                        """)
                .bind("no", merchantNo)
                .bind("by", reviewedBy)
                .bind("id", id)
                .map(ReviewStore::review)
                .one();
    }

    Mono<Void> insert(Review review) {
        var rows = List.of(review);
        return client.sql("""
                        insert into merchant_review (merchant_no, reviewed_by, act_id, kind, store_no, decision,
                                                     risk_grade, reason, at)
                        select * from unnest(:merchant_no, :reviewed_by, :act_id, :kind, :store_no, :decision,
                                             :risk_grade, :reason, :at)
                        """)
                .bind("merchant_no", Columns.text(rows, Review::merchantNo))
                .bind("reviewed_by", Columns.text(rows, Review::reviewedBy))
                .bind("act_id", Columns.text(rows, Review::id))
                .bind("kind", Columns.text(rows, r -> r.content().meant().name()))
                .bind("store_no", Columns.text(rows, r -> r.content().storeNo().orElse(null)))
                .bind(
                        "decision",
                        Columns.text(
                                rows,
                                r -> r.content().decision().map(Decision::name).orElse(null)))
                .bind(
                        "risk_grade",
                        Columns.text(
                                rows,
                                r -> r.content()
                                        .riskGrade()
                                        .map(RiskGrade::name)
                                        .orElse(null)))
                .bind("reason", Columns.text(rows, r -> r.content().reason().orElse(null)))
                .bind("at", Columns.instants(rows, Review::at))
                .then();
    }

    // The driver's types are nullable where these columns are not.
    @SuppressWarnings("NullAway")
    private static Review review(Readable row) {
        return new Review(
                row.get("merchant_no", String.class),
                row.get("reviewed_by", String.class),
                row.get("act_id", String.class),
                new Review.Content(
                        Optional.of(Kind.valueOf(row.get("kind", String.class))),
                        Optional.ofNullable(row.get("store_no", String.class)),
                        Optional.ofNullable(row.get("decision", String.class)).map(Decision::valueOf),
                        Optional.ofNullable(row.get("risk_grade", String.class)).map(RiskGrade::valueOf),
                        Optional.ofNullable(row.get("reason", String.class))),
                row.get("at", Instant.class));
    }
}
