package cn.jiaozi.wallet;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

@SpringBootApplication
@ConfigurationPropertiesScan
class WalletApplication {
    static void main(String[] arguments) {
        SpringApplication.run(WalletApplication.class, arguments);
    }
}
