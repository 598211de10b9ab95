package cn.jiaozi.merchant.book;

import cn.jiaozi.chassis.Job;
import cn.jiaozi.chassis.Jobs;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/// Finds out which closed days are here whole: when one is told of, and each minute while one lacks something.
@Component
public class BookJob {
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    private final AtomicLong incomplete = new AtomicLong();
    private final Job job;

    BookJob(Jobs jobs, BookService book, MeterRegistry metrics) {
        Gauge.builder("jiaozi.book.days.incomplete", incomplete::get).register(metrics);
        job = jobs.start(
                "book-days",
                LOOK_EVERY,
                () -> book.complete().doOnNext(incomplete::set).then());
    }

    public void wake() {
        job.wake();
    }
}
