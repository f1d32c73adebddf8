#pragma once

#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "rerate/store/store_import.h"

namespace rerate {

// What the store's tests share: a folder of their own, and small packs.

inline constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

inline Date day(const char* text) { return *parse_date(text); }
inline std::int32_t month(const char* text) { return parse_period(Frequency::monthly, text)->ordinal; }

// A folder that lives as long as the test, and the store file in it.
class StoreFolder {
 public:
  StoreFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "rerate_store_XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~StoreFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  StoreFolder(const StoreFolder&) = delete;
  StoreFolder& operator=(const StoreFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path store() const { return path_ / "store.duckdb"; }
  // The names in it, sorted.
  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(path_))
      found.push_back(entry.path().filename().string());
    std::sort(found.begin(), found.end());
    return found;
  }

 private:
  std::filesystem::path path_;
};

inline CatalogueEntry monthly_entry(const std::string& id, Grade grade = Grade::release_lag) {
  const auto release = grade == Grade::release_lag ? *parse_release_rule("+16d") : ReleaseRule{};
  return {.id = id,
          .title = "Title of " + id,
          .type = {Frequency::monthly, Kind::rate, "percent"},
          .valid_low = -5,
          .valid_high = std::numeric_limits<double>::infinity(),
          .release = release,
          .revised = true,
          .source = "A bureau",
          .licence = "public domain",
          .redistribute = true,
          .note = "",
          .pack = "",
          .grade = grade};
}

// One pack with one monthly series.
inline PackContents one_series(const std::string& pack, const std::string& hash, const std::string& id,
                               std::vector<Observation> observations, Grade grade = Grade::release_lag) {
  return {pack, hash, {{monthly_entry(id, grade), std::move(observations)}}};
}

inline Series read_one(const std::filesystem::path& store, const std::string& id, Date as_of = kEndOfTime) {
  return Store::open(store).read(std::vector{id}, as_of).front().series;
}

// The code of the UserError that `work` throws.
template <class Work>
std::string refusal_of(Work work) {
  try {
    work();
  } catch (const UserError& error) {
    return std::string(describe(error.failure().code).symbol);
  }
  return "nothing refused";
}

}  // namespace rerate
