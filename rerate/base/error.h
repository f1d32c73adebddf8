#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "rerate/base/error_codes.h"

namespace rerate {

// Where in a user's file something is wrong; line and column count from 1, 0 when unknown.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
};

// "study.toml:12:9", "study.toml:12", "study.toml" or "".
std::string to_string(const Place& place);

// A user's mistake, told so that it can be mended.
struct Failure {
  ErrorCode code;
  std::string what;  // fixed words first, then values: "`until` (48) must be above `below` (51)"
  Place place = {};
  std::string mend;     // what to do about it; the code's general remedy when empty
  std::string excerpt;  // the offending text with a caret line, when there is one
};

// The message as a person reads it, several lines, without a trailing newline:
//   error RR301: unknown series `rates.gs11`
//     --> study.toml:12:9
//     rates.gs11 - 2
//     ^^^^^^^^^^
//     fix: did you mean `rates.gs10`?
std::string to_string(const Failure& failure);

// Per-row and hot paths return it; boundaries throw it as UserError.
template <class T>
using Expected = tl::expected<T, Failure>;

// A user's mistake (exit code 2). Everything else that escapes main is our own bug or the machine's (1).
class UserError : public std::runtime_error {
 public:
  explicit UserError(Failure failure);
  const Failure& failure() const { return failure_; }

 private:
  Failure failure_;
};

[[noreturn]] void refuse(ErrorCode code, std::string what, std::string mend = {}, Place place = {});

template <class T>
T value_or_throw(Expected<T>&& expected) {
  if (!expected) throw UserError(std::move(expected.error()));
  return std::move(*expected);
}

// Our own mistake: stops the run with its context.
class InternalError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] void assertion_failed(const char* condition, const char* file, int line,
                                   const std::string& context);

#define RERATE_ASSERT(condition, context)                                                    \
  do {                                                                                       \
    if (!(condition)) ::rerate::assertion_failed(#condition, __FILE__, __LINE__, (context)); \
  } while (false)

}  // namespace rerate
