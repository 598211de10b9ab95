package cn.jiaozi.merchant.night;

import cn.jiaozi.testkit.ServiceTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.context.TestPropertySource;

/// merchant-service with a database of its own, which can be killed and whose time passes when the test says so. It
/// hears nothing from Kafka.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ServiceTest
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@TestPropertySource(
        properties = {
            "jiaozi.database=merchant_nights",
            "spring.application.name=merchant-nights",
            "spring.cloud.stream.bindings.payments-in-0.consumer.auto-startup=false",
            "spring.cloud.stream.bindings.checkpoints-in-0.consumer.auto-startup=false",
            "spring.cloud.stream.bindings.ledger-in-0.consumer.auto-startup=false",
            "spring.cloud.stream.bindings.days-in-0.consumer.auto-startup=false",
            "spring.cloud.stream.bindings.wallets-in-0.consumer.auto-startup=false"
        })
@Import(NightTest.Surroundings.class)
@interface NightTest {
    @TestConfiguration
    class Surroundings {
        @Bean
        @Primary
        SetClock setClock() {
            return new SetClock();
        }

        @Bean
        static Death death() {
            return new Death();
        }
    }
}
