#include "rerate/base/parallel.h"

#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <atomic>
#include <exception>
#include <optional>
#include <thread>
#include <vector>

namespace rerate {
namespace {

std::atomic<int> chosen_threads{0};

#ifdef __SANITIZE_THREAD__
// Debian's TBB is not instrumented, so every hand-over inside it looks like a race. Under the sanitizer plain
// threads take the indexes, and what is reported is ours.
void run_on_threads(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::vector<std::jthread> threads;
  for (int i = 0; i < thread_count(); ++i)
    threads.emplace_back([&] {
      for (auto index = next++; index < count; index = next++) work(index);
    });
}
#else
void run_on_threads(std::size_t count, const std::function<void(std::size_t)>& work) {
  // More threads than cores are allowed when asked for (tests do), which TBB would refuse aloud.
  std::optional<tbb::global_control> allowed;
  if (thread_count() > tbb::info::default_concurrency())
    allowed.emplace(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(thread_count()));
  tbb::task_arena arena(thread_count());
  arena.execute([&] { tbb::parallel_for(std::size_t{0}, count, work); });
}
#endif

}  // namespace

void set_thread_count(int threads) { chosen_threads = threads; }

int thread_count() {
  const int chosen = chosen_threads;
  if (chosen > 0) return chosen;
  const auto cores = static_cast<int>(std::thread::hardware_concurrency());
  return cores > 0 ? cores : 1;
}

void parallel_for(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::vector<std::exception_ptr> failures(count);
  const auto guarded = [&](std::size_t index) {
    try {
      work(index);
    } catch (...) {
      failures[index] = std::current_exception();
    }
  };
  if (thread_count() == 1 || count < 2) {
    for (std::size_t i = 0; i < count; ++i) guarded(i);
  } else {
    run_on_threads(count, guarded);
  }
  for (const auto& failure : failures)
    if (failure) std::rethrow_exception(failure);
}

}  // namespace rerate
