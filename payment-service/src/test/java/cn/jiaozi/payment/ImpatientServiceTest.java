package cn.jiaozi.payment;

import cn.jiaozi.testkit.ServiceTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.test.context.TestPropertySource;

/// The whole service with an impatient clock, one context for all.
@ServiceTest
@TestPropertySource(
        properties = {
            "jiaozi.payment.sweep-every=200ms",
            "jiaozi.payment.heal-after=1s,2s",
            "jiaozi.payment.lag-above=1m"
        })
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ImpatientServiceTest {}
