package cn.jiaozi.testkit;

import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/// Tells a service under test where its servers and keys are, as the environment does in production.
final class ServiceInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        var infrastructure = Infrastructure.shared();
        infrastructure.database(context.getEnvironment().getRequiredProperty("jiaozi.database"));
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "infrastructure",
                        Map.of(
                                "JIAOZI_DB_HOST", infrastructure.host(),
                                "JIAOZI_DB_PORT", infrastructure.port(),
                                "JIAOZI_KAFKA", infrastructure.kafka(),
                                "JIAOZI_LOG_FORMAT", "",
                                "JIAOZI_INTERNAL_PUBLIC_KEY", TestTokens.publicKey())));
    }
}
