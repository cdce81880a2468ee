package io.streamflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamflow.operator.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class InputsTest {

  private static Element.Data data(int number) {
    Batch batch = new Batch(1);
    batch.add("item", number);
    return new Element.Data(batch);
  }

  private static long number(Element element) {
    return ((Element.Data) element).batch().timestamp(0);
  }

  @Test
  void aSenderWaitsWhileItsChannelIsFullAndOthersDoNot() throws Exception {
    Inputs inputs = new Inputs(2);
    Channel full = inputs.open();
    Channel other = inputs.open();
    full.send(data(1));
    full.send(data(2));
    CountDownLatch sent = new CountDownLatch(1);
    Thread sender =
        Thread.ofPlatform()
            .start(() -> {
              try {
                full.send(data(3));
                sent.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    while (sender.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(sent.getCount()).isOne();
    other.send(data(10));
    assertThat(inputs.waiting()).isEqualTo(3);

    List<Long> ofFull = new ArrayList<>();
    while (ofFull.size() < 3) {
      long taken = number(inputs.take(Inputs.LONG_WAIT_NANOS));
      if (taken != 10) {
        ofFull.add(taken);
      }
    }
    sent.await();
    assertThat(ofFull).as("in the order of sending").containsExactly(1L, 2L, 3L);
    sender.join();
  }

  @Test
  void anInterruptEndsTheWaitOfASender() throws Exception {
    Inputs inputs = new Inputs(1);
    Channel channel = inputs.open();
    channel.send(data(1));
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread sender =
        Thread.ofPlatform()
            .start(() -> {
              try {
                channel.send(data(2));
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
            });
    sender.interrupt();
    interrupted.await();
    assertThat(inputs.waiting()).isOne();
    sender.join();
  }

  @Test
  void channelsTakeTurnsAndEachKeepsItsOrder() throws Exception {
    Inputs inputs = new Inputs(10);
    List<Channel> channels = List.of(inputs.open(), inputs.open(), inputs.open());
    for (int i = 0; i < 4; i++) {
      channels.get(0).send(data(i));
    }
    channels.get(2).send(data(0));
    List<String> taken = new ArrayList<>();
    for (Element next = inputs.take(0); next != null; next = inputs.take(0)) {
      taken.add(inputs.from() + ":" + number(next));
    }
    assertThat(taken).containsExactly("2:0", "0:0", "0:1", "0:2", "0:3");
  }

  @Test
  void nothingAtHandIsNull() throws Exception {
    Inputs inputs = new Inputs(1);
    inputs.open();
    assertThat(inputs.take(0)).isNull();
    assertThat(inputs.take(1)).isNull();
  }

  @Test
  void allOfManySendersArrivesInEachOnesOrder() throws Exception {
    Inputs inputs = new Inputs(2);
    int senders = 4;
    int each = 2_000;
    List<Thread> threads = new ArrayList<>();
    for (int s = 0; s < senders; s++) {
      Channel channel = inputs.open();
      threads.add(
          Thread.ofPlatform()
              .unstarted(() -> {
                try {
                  for (int i = 0; i < each; i++) {
                    channel.send(data(i));
                  }
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }));
    }
    threads.forEach(Thread::start);
    long[] next = new long[senders];
    for (int i = 0; i < senders * each; i++) {
      long number = number(inputs.take(Inputs.LONG_WAIT_NANOS));
      assertThat(number).isEqualTo(next[inputs.from()]++);
    }
    assertThat(inputs.take(0)).isNull();
  }
}
