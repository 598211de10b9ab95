package cn.jiaozi.chassis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/// The jobs of a service; they begin when everything else has begun and end before anything else ends.
public final class Jobs implements SmartLifecycle {
    private final List<Job> jobs = new ArrayList<>();
    private final List<Disposable> started = new ArrayList<>();
    private boolean running;

    /// Registers a job; it begins with the application.
    public synchronized Job start(String name, Duration every, Supplier<Mono<Void>> work) {
        Job job = new Job(name, every, work);
        jobs.add(job);
        if (running) {
            started.add(job.start());
        }
        return job;
    }

    @Override
    public synchronized void start() {
        jobs.forEach(job -> started.add(job.start()));
        running = true;
    }

    @Override
    public synchronized void stop() {
        started.forEach(Disposable::dispose);
        started.clear();
        running = false;
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }
}
