package cn.jiaozi.chassis;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// A consumer that takes more at once while it is busy. What a batch costs hardly depends on its size, so a busy inbox
/// begins a batch only so often, and takes all that has come meanwhile. One that has rested takes its record at once.
/// How often is the inbox's own setting: nobody waits for what some of them do.
///
/// The client asks for more as soon as it has handed out what it had, and the broker answers that with the first
/// record that comes: a single poll would find that one alone, and the rest of the meantime only after it was handled.
final class Gathering<K, V> implements InvocationHandler {
    /// A batch begins at most every so many milliseconds.
    static final String EVERY_MILLIS = "jiaozi.batch.every.ms";

    private static final Duration MORE = Duration.ofMillis(3);

    private final Consumer<K, V> consumer;
    private final long everyNanos;
    private final long busyNanos;
    private final LongSupplier nanos;
    private long handedOutAt;

    private Gathering(Consumer<K, V> consumer, Duration every, LongSupplier nanos) {
        this.consumer = consumer;
        this.everyNanos = every.toNanos();
        this.busyNanos = 4 * everyNanos;
        this.nanos = nanos;
        this.handedOutAt = nanos.getAsLong() - busyNanos;
    }

    static <K, V> Consumer<K, V> of(Consumer<K, V> consumer, Duration every) {
        return of(consumer, every, System::nanoTime);
    }

    @SuppressWarnings("unchecked")
    static <K, V> Consumer<K, V> of(Consumer<K, V> consumer, Duration every, LongSupplier nanos) {
        return (Consumer<K, V>) Proxy.newProxyInstance(
                Gathering.class.getClassLoader(),
                new Class<?>[] {Consumer.class},
                new Gathering<>(consumer, every, nanos));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        if (method.getName().equals("poll") && args != null && args[0] instanceof Duration timeout) {
            return poll(timeout);
        }
        try {
            return method.invoke(consumer, args);
        } catch (InvocationTargetException thrown) {
            throw thrown.getTargetException();
        }
    }

    private ConsumerRecords<K, V> poll(Duration timeout) {
        long since = nanos.getAsLong() - handedOutAt;
        boolean busy = since < busyNanos;
        if (since < everyNanos) {
            LockSupport.parkNanos(everyNanos - since);
        }
        var records = consumer.poll(timeout);
        if (busy && !records.isEmpty()) {
            records = both(records, more());
        }
        if (!records.isEmpty()) {
            handedOutAt = nanos.getAsLong();
        }
        return records;
    }

    /// What has been taken must be handed out: the consumer's position is behind it. A failure that stays is met again
    /// by the next poll.
    private ConsumerRecords<K, V> more() {
        try {
            return consumer.poll(MORE);
        } catch (KafkaException failed) {
            return ConsumerRecords.empty();
        }
    }

    /// Without what belongs to somebody else since the second poll.
    private ConsumerRecords<K, V> both(ConsumerRecords<K, V> first, ConsumerRecords<K, V> second) {
        var records = new HashMap<TopicPartition, List<ConsumerRecord<K, V>>>();
        var next = new HashMap<TopicPartition, OffsetAndMetadata>();
        var assigned = consumer.assignment();
        for (var part : List.of(first, second)) {
            for (var partition : part.partitions()) {
                if (assigned.contains(partition)) {
                    records.computeIfAbsent(partition, _ -> new ArrayList<>()).addAll(part.records(partition));
                }
            }
            for (Map.Entry<TopicPartition, OffsetAndMetadata> offset :
                    part.nextOffsets().entrySet()) {
                if (assigned.contains(offset.getKey())) {
                    next.put(offset.getKey(), offset.getValue());
                }
            }
        }
        return new ConsumerRecords<>(records, next);
    }
}
