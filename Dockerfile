# One image a service: docker build --build-arg SERVICE=ledger-service -t jiaozi/ledger-service:0.1.0 .
# The jars come from `./jiaozi up` or `mvn package`. A layer of libraries, which seldom change, and one of our own code;
# the service starts from the unpacked jar, as on a developer's machine.
FROM eclipse-temurin:25.0.3_9-jre-noble AS jar
ARG SERVICE
WORKDIR /jar
COPY ${SERVICE}/target/${SERVICE}-0.1.0-exec.jar app.jar
RUN java -Djarmode=tools -jar app.jar extract --layers --destination layers

FROM eclipse-temurin:25.0.3_9-jre-noble
RUN useradd --uid 10001 --no-create-home jiaozi
WORKDIR /app
COPY --from=jar /jar/layers/dependencies/ ./
COPY --from=jar /jar/layers/application/ ./
USER 10001
# Half of the memory is heap: the rest is for classes, compiled code, threads and network buffers.
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:MaxRAMPercentage=50", "-Dio.netty.allocator.type=pooled", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "app.jar"]
