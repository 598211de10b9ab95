package cn.jiaozi.wallet;

import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/// Tells the service under test where the stub of the core is; registered in `META-INF/spring.factories`.
final class CoreAddress implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        context.getEnvironment()
                .getPropertySources()
                .addLast(new MapPropertySource("core", Map.of("JIAOZI_CORE_URL", CoreStub.SHARED.url())));
    }
}
