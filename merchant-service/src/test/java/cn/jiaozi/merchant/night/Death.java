package cn.jiaozi.merchant.night;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import io.r2dbc.spi.Wrapped;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.beans.factory.config.BeanPostProcessor;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// Kills the service at its n-th word to the database (a statement, a begin, a commit): its connection is torn down
/// before the word is said, so that the transaction is rolled back, or after the database has done what it was told
/// and before the service learns of it. From then on the dead service says nothing more, until it is alive again.
final class Death implements BeanPostProcessor {
    enum When {
        BEFORE,
        AFTER
    }

    private enum Fate {
        NONE,
        BEFORE,
        AFTER
    }

    private static final int NEVER = -1;

    private int wordsLeft = NEVER;
    private Fate fate = Fate.NONE;
    private boolean dead;

    private static final class Dead extends R2dbcNonTransientResourceException {
        private static final long serialVersionUID = 1;

        Dead() {
            super("killed");
        }
    }

    /// @param words that are said before
    synchronized void comes(int words, When when) {
        wordsLeft = words;
        fate = when == When.BEFORE ? Fate.BEFORE : Fate.AFTER;
    }

    /// What was to die and did not lives on.
    ///
    /// @return whether it had died
    synchronized boolean isOver() {
        boolean was = dead;
        dead = false;
        wordsLeft = NEVER;
        return was;
    }

    private synchronized Fate next() {
        if (dead) {
            throw new Dead();
        }
        if (wordsLeft == NEVER || wordsLeft-- > 0) {
            return Fate.NONE;
        }
        dead = true;
        return fate;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof ConnectionFactory factory && !(bean instanceof Mortal) ? new Mortal(factory) : bean;
    }

    /// Whoever unwraps it, as the relay does, has connections that do not die.
    private final class Mortal implements ConnectionFactory, Wrapped<ConnectionFactory> {
        private final ConnectionFactory real;

        Mortal(ConnectionFactory real) {
            this.real = real;
        }

        @Override
        public Publisher<? extends Connection> create() {
            return Mono.from(real.create()).map(Death.this::mortal);
        }

        @Override
        public ConnectionFactoryMetadata getMetadata() {
            return real.getMetadata();
        }

        @Override
        public ConnectionFactory unwrap() {
            return real;
        }
    }

    private Connection mortal(Connection real) {
        return (Connection) Proxy.newProxyInstance(
                Death.class.getClassLoader(),
                new Class<?>[] {Connection.class, Wrapped.class},
                (_, method, arguments) -> switch (method.getName()) {
                    case "unwrap" -> real;
                    case "createStatement" -> mortal(real, real.createStatement((String) arguments[0]));
                    case "beginTransaction", "commitTransaction" ->
                        Flux.defer(() -> switch (next()) {
                            case NONE -> said(real, method, arguments);
                            case BEFORE -> dies(real);
                            case AFTER ->
                                Mono.when(said(real, method, arguments)).thenMany(Flux.defer(() -> dies(real)));
                        });
                    default -> invoked(real, method, arguments);
                });
    }

    private Statement mortal(Connection connection, Statement real) {
        return (Statement) Proxy.newProxyInstance(
                Death.class.getClassLoader(), new Class<?>[] {Statement.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("execute")) {
                        return Flux.defer(() -> switch (next()) {
                            case NONE -> Flux.<Result>from(real.execute());
                            case BEFORE -> dies(connection);
                            case AFTER ->
                                Flux.<Result>from(real.execute())
                                        .flatMap(Result::getRowsUpdated)
                                        .thenMany(Flux.defer(() -> dies(connection)));
                        });
                    }
                    var answer = invoked(real, method, arguments);
                    return answer instanceof Statement ? proxy : answer;
                });
    }

    private static Publisher<?> said(Connection real, Method method, Object @Nullable [] arguments) {
        return (Publisher<?>) invoked(real, method, arguments);
    }

    @SuppressWarnings("NullAway") // A reflective call may be without arguments.
    private static Object invoked(Object real, Method method, Object @Nullable [] arguments) {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> Flux<T> dies(Connection real) {
        return Mono.from(innermost(real).close()).onErrorComplete().thenMany(Flux.error(new Dead()));
    }

    /// Not the pool's, which would give it to the next one.
    private static Connection innermost(Connection connection) {
        return connection instanceof Wrapped<?> wrapped && wrapped.unwrap() instanceof Connection inner
                ? innermost(inner)
                : connection;
    }
}
