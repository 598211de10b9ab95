package cn.jiaozi.merchant.calendar;

import cn.jiaozi.chassis.Caller;
import cn.jiaozi.contracts.Role;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/v1/calendars/{year}")
class CalendarController {
    private static final int FIRST = 2020;
    private static final int LAST = 2100;

    private final CalendarService calendars;

    CalendarController(CalendarService calendars) {
        this.calendars = calendars;
    }

    record Version(int version, String versionId, String loadedBy, Instant loadedAt) {}

    /// @param versions of that year, the newest first
    record CalendarView(
            int year,
            int version,
            String versionId,
            String loadedBy,
            Instant loadedAt,
            List<Calendar.Day> days,
            List<Version> versions) {}

    @PutMapping
    Mono<ResponseEntity<CalendarView>> put(
            @PathVariable @Min(FIRST) @Max(LAST) int year,
            @Valid @RequestBody Calendar.Content content,
            Caller caller) {
        caller.require(Role.OPERATOR);
        return calendars
                .load(caller.party(), year, content)
                .flatMap(put -> view(put.calendar())
                        .map(view -> ResponseEntity.status(put.existed() ? HttpStatus.OK : HttpStatus.CREATED)
                                .body(view)));
    }

    @GetMapping
    Mono<CalendarView> get(
            @PathVariable @Min(FIRST) @Max(LAST) int year,
            @RequestParam(required = false) @Min(1) @Nullable Integer version,
            Caller caller) {
        caller.require(Role.OPERATOR, Role.MERCHANT);
        return calendars.find(year, Optional.ofNullable(version)).flatMap(this::view);
    }

    private Mono<CalendarView> view(Calendar calendar) {
        return calendars
                .versions(calendar.year())
                .map(heads -> new CalendarView(
                        calendar.year(),
                        calendar.version(),
                        calendar.content().versionId(),
                        calendar.loadedBy(),
                        calendar.loadedAt(),
                        calendar.content().days(),
                        heads.stream()
                                .map(head ->
                                        new Version(head.version(), head.versionId(), head.loadedBy(), head.loadedAt()))
                                .toList()));
    }
}
