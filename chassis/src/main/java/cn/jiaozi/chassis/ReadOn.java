package cn.jiaozi.chassis;

import io.netty.channel.Channel;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.ConnectionObserver;
import reactor.netty.http.server.HttpServer;

/// Reads on after every answer. Reactor Netty 1.3 forgets to when a caller's next request came before the last one had
/// quite ended and is then answered at once: the connection would hang (reactor/reactor-netty#4361, mended in 1.3.8).
final class ReadOn implements NettyServerCustomizer {
    @Override
    public HttpServer apply(HttpServer server) {
        return server.childObserve((connection, state) -> {
            if (state.equals(ConnectionObserver.State.DISCONNECTING)) {
                Channel channel = connection.channel();
                channel.eventLoop().execute(channel::read);
            }
        });
    }
}
