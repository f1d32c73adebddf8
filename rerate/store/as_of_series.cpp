#include "rerate/store/as_of_series.h"

#include <bit>
#include <cmath>
#include <limits>

#include "rerate/base/sha256.h"

namespace rerate {
namespace {

static_assert(std::endian::native == std::endian::little, "content_sha256 hashes memory as it lies");

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// Builds the series period by period; `first` beside it, the day each period had its first figure.
class AsOf {
 public:
  AsOf(const SeriesType& type, const std::string& name, std::size_t most) : series_{type, name, {}, {}, {}} {
    series_.reserve(most);
    first_.reserve(most);
  }

  void add(const Observation& visible, Date first) {
    const bool missing = std::isnan(visible.value);
    if (missing && series_.empty()) return;
    if (!series_.empty() && is_regular(series_.type.frequency))
      for (auto hole = series_.ordinal.back() + 1; hole < visible.ordinal; ++hole)
        append(hole, kMissing, kAlwaysKnown, kAlwaysKnown);
    if (missing)
      append(visible.ordinal, kMissing, kAlwaysKnown, kAlwaysKnown);
    else
      append(visible.ordinal, visible.value, visible.known_at, first);
  }

  Series finish() {
    while (!series_.empty() && std::isnan(series_.value.back())) {
      series_.ordinal.pop_back();
      series_.value.pop_back();
      series_.known_at.pop_back();
      first_.pop_back();
    }
    if (first_ != series_.known_at) series_.first_known_at = std::move(first_);
    return std::move(series_);
  }

 private:
  void append(std::int32_t ordinal, double value, Date known_at, Date first) {
    series_.append(ordinal, value, known_at);
    first_.push_back(first);
  }

  Series series_;
  std::vector<Date> first_;
};

}  // namespace

Series series_as_of(const SeriesType& type, const std::string& name,
                    std::span<const Observation> observations, Date as_of) {
  AsOf result(type, name, observations.size());
  const Observation* visible = nullptr;
  Date first = kAlwaysKnown;  // of the period of `visible`; kAlwaysKnown until it has a figure
  for (const auto& one : observations) {
    if (visible != nullptr && visible->ordinal != one.ordinal) {
      result.add(*visible, first);
      visible = nullptr;
      first = kAlwaysKnown;
    }
    if (one.known_at > as_of) continue;
    if (first == kAlwaysKnown && !std::isnan(one.value)) first = one.known_at;
    visible = &one;
  }
  if (visible != nullptr) result.add(*visible, first);
  return result.finish();
}

std::string content_sha256(const Series& series) {
  Sha256 digest;
  digest.add(std::as_bytes(std::span(series.ordinal)));
  digest.add(std::as_bytes(std::span(series.value)));
  digest.add(std::as_bytes(std::span(series.known_at)));
  return digest.finish();
}

}  // namespace rerate
