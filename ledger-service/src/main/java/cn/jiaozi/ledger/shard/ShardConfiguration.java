package cn.jiaozi.ledger.shard;

import cn.jiaozi.contracts.ShardMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
class ShardConfiguration {
    @Bean
    OwnSlots ownSlots(ShardMap map, @Value("${jiaozi.shard}") String number) {
        return OwnSlots.of(map, number);
    }
}
