#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>

namespace rerate::cli {

// One line on stderr that tells how far the definitions are, some times a second; nothing when stderr is no terminal.
//   1,234,567 of 10,000,000 definitions (12%), 1,020,000 a second, 9 s left
class ProgressLine {
 public:
  explicit ProgressLine(bool wanted);
  ~ProgressLine();  // clears it
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void tell(std::uint64_t done, std::uint64_t of);
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  bool wanted_, told_ = false;
  std::mutex mutex_;
  std::uint64_t first_ = 0, of_ = 0;  // what was done when it began
  bool begun_ = false;
  Clock::time_point began_, last_;
};

}  // namespace rerate::cli
