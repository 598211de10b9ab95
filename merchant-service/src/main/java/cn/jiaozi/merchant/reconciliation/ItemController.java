package cn.jiaozi.merchant.reconciliation;

import cn.jiaozi.chassis.BusinessTime;
import cn.jiaozi.chassis.Caller;
import cn.jiaozi.chassis.Parameters;
import cn.jiaozi.contracts.Role;
import cn.jiaozi.merchant.page.Cursor;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
class ItemController {
    private static final String OF_DAY = "/v1/reconciliations/{date}/items";
    private static final String NEXT_CURSOR = "Next-Cursor";

    private final ItemService items;
    private final Clock clock;

    ItemController(ItemService items, Clock clock) {
        this.items = items;
        this.clock = clock;
    }

    @GetMapping(path = OF_DAY, produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<ItemView.Page> ofDay(
            @PathVariable String date,
            @RequestParam(required = false) @Nullable Mark mark,
            @RequestParam(required = false) Item.@Nullable State state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") @Min(1) @Max(1000) int limit,
            Caller caller) {
        caller.require(Role.OPERATOR, Role.AUDITOR);
        var filter = new ItemFilter(
                Optional.of(Parameters.date("date", date)),
                Optional.ofNullable(mark),
                Optional.ofNullable(state),
                Optional.empty());
        return items.page(filter, Cursor.of(cursor, Cursor.OLDEST), limit);
    }

    /// The same page for a spreadsheet; where there is another one, the header `Next-Cursor` says how to go on.
    @GetMapping(path = OF_DAY, produces = "text/csv")
    Mono<ResponseEntity<String>> ofDayAsText(
            @PathVariable String date,
            @RequestParam(required = false) @Nullable Mark mark,
            @RequestParam(required = false) Item.@Nullable State state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") @Min(1) @Max(1000) int limit,
            Caller caller) {
        return ofDay(date, mark, state, cursor, limit, caller).map(page -> {
            var answer = ResponseEntity.ok().contentType(MediaType.valueOf("text/csv;charset=UTF-8"));
            page.nextCursor().ifPresent(next -> answer.header(NEXT_CURSOR, next));
            return answer.body(page.csv());
        });
    }

    /// @param olderThanDays only what came into the queue that many calendar days ago or earlier
    @GetMapping("/v1/reconciliation-items")
    Mono<ItemView.Page> queue(
            @RequestParam(required = false) Item.@Nullable State state,
            @RequestParam(defaultValue = "0") @Min(0) @Max(36500) int olderThanDays,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") @Min(1) @Max(1000) int limit,
            Caller caller) {
        caller.require(Role.OPERATOR, Role.AUDITOR);
        var filter = new ItemFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(state),
                olderThanDays == 0 ? Optional.empty() : Optional.of(before(olderThanDays)));
        return items.page(filter, Cursor.of(cursor, Cursor.OLDEST), limit);
    }

    @GetMapping("/v1/reconciliation-items/{itemId}")
    Mono<ItemView> get(@PathVariable UUID itemId, Caller caller) {
        caller.require(Role.OPERATOR, Role.AUDITOR);
        return items.view(itemId);
    }

    /// The end of the day that lies so many days back.
    private Instant before(int days) {
        return BusinessTime.dayOf(clock.instant())
                .minusDays(days - 1L)
                .atStartOfDay(BusinessTime.ZONE)
                .toInstant();
    }
}
