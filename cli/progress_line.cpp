#include "cli/progress_line.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>

#include "rerate/publish/number_format.h"

namespace rerate::cli {
namespace {

constexpr auto kBetween = std::chrono::milliseconds{150};

std::string time_left(double seconds) {
  if (seconds < 90) return fmt::format("{} s", std::llround(seconds));
  if (seconds < 5400) return fmt::format("{} min", std::llround(seconds / 60));
  return fmt::format("{:.1f} h", seconds / 3600);
}

// Two digits tell enough of a rate that moves.
double rounded_rate(double rate) {
  if (rate < 10) return rate;
  const double unit = std::pow(10, std::floor(std::log10(rate)) - 1);
  return std::round(rate / unit) * unit;
}

}  // namespace

ProgressLine::ProgressLine(bool wanted) : wanted_(wanted && ::isatty(STDERR_FILENO) == 1) {}
ProgressLine::~ProgressLine() { clear(); }

void ProgressLine::tell(std::uint64_t done, std::uint64_t of) {
  if (!wanted_) return;
  const std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  if (!begun_ || done < first_ || of != of_) {
    begun_ = true;
    first_ = done;
    of_ = of;
    began_ = last_ = now;
    return;
  }
  if (now - last_ < kBetween) return;
  last_ = now;
  const double seconds = std::chrono::duration<double>(now - began_).count();
  const double rate = static_cast<double>(done - first_) / seconds;
  auto line = fmt::format("{} of {} definitions ({}%)", people_number(static_cast<double>(done), 0),
                          people_number(static_cast<double>(of), 0), of > 0 ? 100 * done / of : 100);
  if (rate > 0)
    line += fmt::format(", {} a second, {} left", people_number(rounded_rate(rate), rate < 10 ? 1 : 0),
                        time_left(static_cast<double>(of - done) / rate));
  fmt::print(stderr, "\r{}\x1b[K", line);
  std::fflush(stderr);
  told_ = true;
}

void ProgressLine::clear() {
  if (!told_) return;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
  told_ = false;
}

}  // namespace rerate::cli
