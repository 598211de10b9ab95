package cn.jiaozi.chassis;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// An id that the caller chose for an act; it fits ISO 20022's Max35Text.
@Pattern(regexp = "[0-9A-Za-z_-]{6,32}")
@ReportAsSingleViolation
@Constraint(validatedBy = {})
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface ActId {
    String message() default "must have 6 to 32 characters of 0-9 A-Z a-z _ -";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
