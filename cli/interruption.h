#pragma once

#include <atomic>
#include <filesystem>

namespace rerate::cli {

// While it lives, Ctrl-C (SIGINT) and SIGTERM ask the work to stop, so that what is done can be kept; a second one ends the
// program at once, after removing `temporary`. One at a time.
class Interruption {
 public:
  Interruption();
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  const std::atomic<bool>* asked() const;
  bool came() const { return *asked(); }
  void remove_at_once(const std::filesystem::path& temporary);
  // Ends the program by the signal that came, as its caller expects of one that was interrupted.
  [[noreturn]] void end() const;
};

}  // namespace rerate::cli
