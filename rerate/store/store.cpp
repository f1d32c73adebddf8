#include "rerate/store/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <unordered_map>

#include "rerate/base/error.h"
#include "rerate/store/as_of_series.h"
#include "rerate/store/store_tables.h"

namespace rerate {

// One connection serves one query at a time, so that a Store may be read from several threads.
struct Store::State {
  std::filesystem::path file;
  Database database;
  std::mutex in_use = {};
  std::once_flag catalogue_read = {};
  std::unordered_map<std::string, KeyedEntry> by_id = {};

  template <class Query>
  auto ask(Query query) {
    const std::lock_guard lock(in_use);
    return reading(file, [&] { return query(database); });
  }

  // The whole catalogue by id, read once: the file behind an open store does not change, and one scan of
  // a few thousand rows costs less than a search for twenty of them.
  const std::unordered_map<std::string, KeyedEntry>& entries() {
    std::call_once(catalogue_read, [&] {
      for (auto& one : ask(read_catalogue)) {
        auto id = one.entry.id;
        by_id.emplace(std::move(id), std::move(one));
      }
    });
    return by_id;
  }

  std::vector<KeyedEntry> find_all(std::span<const std::string> ids) {
    std::vector<KeyedEntry> found;
    for (const auto& id : ids) {
      const auto at = entries().find(id);
      if (at == entries().end()) refuse(ErrorCode::unknown_series, fmt::format("unknown series `{}`", id));
      found.push_back(at->second);
    }
    return found;
  }

  std::vector<std::vector<Observation>> histories(const std::vector<KeyedEntry>& entries) {
    std::vector<std::int32_t> keys;
    for (const auto& one : entries) keys.push_back(one.key);
    auto observations = ask([&](Database& from) { return read_observations(from, keys); });
    for (std::size_t i = 0; i < entries.size(); ++i) check_periods(entries[i].entry, observations[i]);
    return observations;
  }

  // Guards the dense grid against a file that another program wrote.
  void check_periods(const CatalogueEntry& entry, std::span<const Observation> observations) const {
    constexpr std::int32_t kMost = 400'000;  // days from 1970 beyond both 1600 and 2500
    for (const auto& one : observations)
      if (one.ordinal < -kMost || one.ordinal > kMost)
        refuse_unusable(file, fmt::format("a period out of range: {} of {}", one.ordinal, entry.id));
  }
};

namespace {

SeriesReading as_of_reading(const CatalogueEntry& entry, std::span<const Observation> observations,
                            Date as_of) {
  SeriesReading reading{.entry = entry,
                        .series = series_as_of(entry.type, entry.id, observations, as_of),
                        .first = kAlwaysKnown,
                        .last = kAlwaysKnown,
                        .latest_known = kAlwaysKnown,
                        .sha256 = {}};
  const auto& series = reading.series;
  if (!series.empty()) {
    reading.first = last_day(series.period(0));
    reading.last = last_day(series.period(series.size() - 1));
    reading.latest_known = *std::max_element(series.known_at.begin(), series.known_at.end());
  }
  reading.sha256 = content_sha256(series);
  return reading;
}

}  // namespace

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::~Store() = default;
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;

Store Store::open(const std::filesystem::path& file) {
  return Store(std::unique_ptr<State>(new State{file, open_store_file(file)}));
}

std::vector<CatalogueEntry> Store::catalogue() const {
  std::vector<CatalogueEntry> entries;
  for (const auto& [id, one] : state_->entries()) entries.push_back(one.entry);
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return entries;
}

std::vector<PackRecord> Store::packs() const { return state_->ask(read_packs); }

std::vector<std::optional<CatalogueEntry>> Store::find(std::span<const std::string> ids) const {
  const auto& by_id = state_->entries();
  std::vector<std::optional<CatalogueEntry>> entries;
  for (const auto& id : ids) {
    const auto at = by_id.find(id);
    entries.push_back(at == by_id.end() ? std::nullopt : std::optional(at->second.entry));
  }
  return entries;
}

std::vector<SeriesReading> Store::read(std::span<const std::string> ids, Date as_of) const {
  const auto entries = state_->find_all(ids);
  const auto observations = state_->histories(entries);
  std::vector<SeriesReading> readings;
  for (std::size_t i = 0; i < entries.size(); ++i)
    readings.push_back(as_of_reading(entries[i].entry, observations[i], as_of));
  return readings;
}

std::vector<Observation> Store::history(const std::string& id) const {
  return std::move(state_->histories(state_->find_all({&id, 1})).front());
}

}  // namespace rerate
