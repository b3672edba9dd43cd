// Nothing here is a coroutine, though the words occur: std::async, await, yield.
#include <future>
#include <thread>

struct async_thing {
  int async = 1;
  int await(int yield) { return yield + async; }
};

int main() {
  auto f = std::async(std::launch::async, [] { return async_thing().await(2); });
  std::this_thread::yield();
	return f.get()   - 3; // odd   spacing stays
}
