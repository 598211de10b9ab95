package cn.jiaozi.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

final class Ports {
    private static final Pattern HOLDER = Pattern.compile("users:\\(\\(\"([^\"]+)\",pid=([0-9]+)");

    private Ports() {}

    static int free() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Somebody may listen on all addresses or on the loopback address alone; both make a port unusable.
    static boolean isFree(int port) {
        return binds(new InetSocketAddress(port))
                && binds(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    static boolean isListening(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// Who listens there, as far as this user may know and the machine has `ss`.
    static Optional<String> holder(int port) {
        try {
            var ss = new ProcessBuilder("ss", "-Hltnp", "sport = :" + port)
                    .redirectErrorStream(true)
                    .start();
            var text = new String(ss.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var found = HOLDER.matcher(text);
            return found.find() ? Optional.of(found.group(1) + " (process " + found.group(2) + ")") : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// Asked with the same socket option that servers use, so a port in `TIME_WAIT` counts as free.
    private static boolean binds(InetSocketAddress address) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
