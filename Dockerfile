# One image a service: docker build --build-arg SERVICE=ledger-service -t jiaozi/ledger-service:0.1.0 .
# The jars come from `./jiaozi up` or `mvn package`; layers that seldom change stand first.
FROM eclipse-temurin:25-jre AS layers
ARG SERVICE
WORKDIR /layers
COPY ${SERVICE}/target/${SERVICE}-0.1.0-exec.jar app.jar
RUN java -Djarmode=tools -jar app.jar extract --layers --launcher --destination .

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 jiaozi
WORKDIR /app
COPY --from=layers /layers/dependencies/ /layers/spring-boot-loader/ /layers/snapshot-dependencies/ /layers/application/ ./
USER 10001
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", "org.springframework.boot.loader.launch.JarLauncher"]
