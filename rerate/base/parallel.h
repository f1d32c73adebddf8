#pragma once

#include <cstddef>
#include <functional>

namespace rerate {

// Runs work(0), ..., work(count-1) on up to the set number of threads. Each call must write only to
// its own place: then the result cannot depend on the number of threads. The first exception by
// index is rethrown, after all calls ended, so that even errors are the same every time.
void parallel_for(std::size_t count, const std::function<void(std::size_t)>& work);

// 0 (the default) uses every core; 1 runs serially on the calling thread.
void set_thread_count(int threads);
int thread_count();

}  // namespace rerate
