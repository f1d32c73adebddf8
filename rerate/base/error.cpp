#include "rerate/base/error.h"

#include <fmt/format.h>

namespace rerate {
namespace {

std::string indented(std::string_view text, std::string_view margin) {
  std::string result(margin);
  for (char c : text) {
    result += c;
    if (c == '\n') result += margin;
  }
  return result;
}

}  // namespace

std::string to_string(const Place& place) {
  if (place.line <= 0) return place.file;
  if (place.column <= 0) return fmt::format("{}:{}", place.file, place.line);
  return fmt::format("{}:{}:{}", place.file, place.line, place.column);
}

std::string to_string(const Failure& failure) {
  const auto& description = describe(failure.code);
  std::string text = fmt::format("error {}: {}", description.code, failure.what);
  if (const auto place = to_string(failure.place); !place.empty()) text += "\n  --> " + place;
  if (!failure.excerpt.empty()) text += "\n" + indented(failure.excerpt, "    ");
  const auto mend = failure.mend.empty() ? std::string(description.remedy) : failure.mend;
  return text + "\n  fix: " + mend;
}

UserError::UserError(Failure failure)
    : std::runtime_error(to_string(failure)), failure_(std::move(failure)) {}

void refuse(ErrorCode code, std::string what, std::string mend, Place place) {
  throw UserError(Failure{code, std::move(what), std::move(place), std::move(mend), {}});
}

void assertion_failed(const char* condition, const char* file, int line, const std::string& context) {
  throw InternalError(fmt::format("{}:{}: assertion `{}` failed: {}", file, line, condition, context));
}

}  // namespace rerate
