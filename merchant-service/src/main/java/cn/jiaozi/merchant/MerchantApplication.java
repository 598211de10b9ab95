package cn.jiaozi.merchant;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

@SpringBootApplication
@ConfigurationPropertiesScan
class MerchantApplication {
    static void main(String[] args) {
        SpringApplication.run(MerchantApplication.class, args);
    }
}
