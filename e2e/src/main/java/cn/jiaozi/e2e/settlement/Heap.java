package cn.jiaozi.e2e.settlement;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/// The heap of another JVM of this user, on this machine.
final class Heap implements AutoCloseable {
    private static final int MIB = 1024 * 1024;

    private final JMXConnector connector;
    private final List<MemoryPoolMXBean> pools;
    private final long limit;

    private Heap(JMXConnector connector) throws IOException {
        this.connector = connector;
        var connection = connector.getMBeanServerConnection();
        this.pools = ManagementFactory.getPlatformMXBeans(connection, MemoryPoolMXBean.class);
        this.limit = ManagementFactory.getPlatformMXBeans(connection, MemoryMXBean.class)
                .getFirst()
                .getHeapMemoryUsage()
                .getMax();
    }

    // The address is the one that the JVM of our own suite has just told.
    @SuppressWarnings("BanJNDI")
    static Heap of(ProcessHandle process) throws IOException {
        try {
            var machine = VirtualMachine.attach(Long.toString(process.pid()));
            try {
                return new Heap(JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException(e);
        }
    }

    static long ownPeakMiB() {
        return peakMiB(ManagementFactory.getMemoryPoolMXBeans());
    }

    /// From now on.
    void reset() {
        pools.forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    long peakMiB() {
        return peakMiB(pools);
    }

    long limitMiB() {
        return limit / MIB;
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }

    /// The sum of what each pool has held at most: an upper bound, since they need not have been full at one time.
    private static long peakMiB(List<MemoryPoolMXBean> pools) {
        return pools.stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .mapToLong(pool -> pool.getPeakUsage().getUsed())
                        .sum()
                / MIB;
    }
}
