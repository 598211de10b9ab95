package cn.jiaozi.merchant.calendar;

import cn.jiaozi.chassis.Problem;
import cn.jiaozi.merchant.audit.AuditLine;
import cn.jiaozi.merchant.audit.AuditService;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Mono;

/// Keeps every version of every year's calendar, and knows the working days by the newest of them.
@Service
public class CalendarService {
    private static final int TRIES = 5;

    private final CalendarStore store;
    private final AuditService audit;
    private final Clock clock;

    /// @param existed whether it was loaded before, with the same content
    record Put(Calendar calendar, boolean existed) {}

    CalendarService(CalendarStore store, AuditService audit, Clock clock) {
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    @Transactional
    Mono<Put> load(String party, int year, Calendar.Content said) {
        return Mono.defer(() -> load(party, year, said.checked(year), TRIES));
    }

    Mono<Calendar> find(int year, Optional<Integer> version) {
        return store.heads(year)
                .flatMap(heads -> Mono.justOrEmpty(heads.stream()
                        .filter(head -> version.isEmpty() || version.get() == head.version())
                        .findFirst()))
                .flatMap(this::whole)
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no such calendar of " + year)));
    }

    Mono<List<CalendarStore.Head>> versions(int year) {
        return store.heads(year);
    }

    /// By the newest calendars of the years of these days, and of the years beside them.
    public Mono<WorkingDays> workingDays(LocalDate from, LocalDate to) {
        var years = IntStream.rangeClosed(from.getYear() - 1, to.getYear() + 1)
                .boxed()
                .toList();
        return store.newest(years)
                .flatMap(heads -> store.listed(heads)
                        .map(listed -> new WorkingDays(
                                listed.stream()
                                        .collect(Collectors.toMap(
                                                CalendarStore.Listed::day, CalendarStore.Listed::workday)),
                                heads.stream()
                                        .collect(Collectors.toMap(
                                                CalendarStore.Head::year, CalendarStore.Head::version)))));
    }

    /// Two who load at once: the one who waited for the other takes the next version.
    private Mono<Put> load(String party, int year, Calendar.Content content, int tries) {
        return store.heads(year)
                .flatMap(heads -> heads.stream()
                        .filter(head -> head.versionId().equals(content.versionId()))
                        .findFirst()
                        .map(head -> whole(head).map(known -> repeated(known, content)))
                        .orElseGet(() -> insert(
                                party,
                                year,
                                content,
                                heads.isEmpty() ? 0 : heads.getFirst().version(),
                                tries)));
    }

    private Mono<Put> insert(String party, int year, Calendar.Content content, int last, int tries) {
        var calendar = new Calendar(year, last + 1, content, party, clock.instant());
        return store.insert(calendar).flatMap(inserted -> {
            if (inserted) {
                return audit.add(List.of(line(calendar))).thenReturn(new Put(calendar, false));
            }
            return tries > 1
                    ? load(party, year, content, tries - 1)
                    : Mono.error(new IllegalStateException("Too many load the calendar of " + year));
        });
    }

    private Mono<Calendar> whole(CalendarStore.Head head) {
        return store.days(head.year(), head.version())
                .map(days -> new Calendar(
                        head.year(),
                        head.version(),
                        new Calendar.Content(head.versionId(), days),
                        head.loadedBy(),
                        head.loadedAt()));
    }

    private static Put repeated(Calendar known, Calendar.Content content) {
        if (!known.content().equals(content)) {
            throw Problem.conflict("/days", "The version " + content.versionId() + " was loaded with other days");
        }
        return new Put(known, true);
    }

    private static AuditLine line(Calendar calendar) {
        return new AuditLine(
                "calendar:" + calendar.year(),
                Optional.empty(),
                "CALENDAR_LOADED",
                calendar.loadedBy(),
                Optional.of(calendar.content().versionId()),
                Map.of(
                        "version", String.valueOf(calendar.version()),
                        "days", String.valueOf(calendar.content().days().size())),
                calendar.loadedAt());
    }
}
