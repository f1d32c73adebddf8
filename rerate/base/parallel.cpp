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
}

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
    // More threads than cores are allowed when asked for (tests do), which TBB would refuse aloud.
    std::optional<tbb::global_control> allowed;
    if (thread_count() > tbb::info::default_concurrency())
      allowed.emplace(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(thread_count()));
    tbb::task_arena arena(thread_count());
    arena.execute([&] { tbb::parallel_for(std::size_t{0}, count, guarded); });
  }
  for (const auto& failure : failures)
    if (failure) std::rethrow_exception(failure);
}

}  // namespace rerate
