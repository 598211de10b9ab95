package cn.jiaozi.ledger.day;

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

/// The ledger with books of its own, whose days pass when the test says so. It hears nothing from Kafka.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ServiceTest
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@TestPropertySource(
        properties = {
            "jiaozi.database=ledger_day",
            "spring.application.name=ledger-day",
            "spring.cloud.stream.bindings.requests-in-0.consumer.auto-startup=false"
        })
@Import(DayTest.Time.class)
@interface DayTest {
    @TestConfiguration
    class Time {
        @Bean
        @Primary
        SetClock setClock() {
            return new SetClock();
        }
    }
}
