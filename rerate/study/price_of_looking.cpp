#include "rerate/study/price_of_looking.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "rerate/base/error.h"
#include "rerate/base/sha256.h"

namespace rerate {
namespace {

std::int64_t looks_of(std::int64_t definitions) { return std::max<std::int64_t>(1, definitions - 1); }

// Text with its length before it: no two lists of texts hash alike.
void add_text(Sha256& hash, std::string_view text) {
  hash.add(fmt::format("{}:", text.size()));
  hash.add(text);
}

}  // namespace

std::map<std::string, std::vector<PastTrial>> looked_at_by(
    Date as_of, const std::map<std::string, std::vector<PastTrial>>& past) {
  std::map<std::string, std::vector<PastTrial>> counted;
  for (const auto& [section, trials] : past) {
    std::unordered_map<std::string, std::size_t> places;
    for (const auto& one : trials) {
      if (one.as_of > as_of) continue;
      auto& its = counted[section];
      const auto [at, added] = places.emplace(one.hash, its.size());
      if (added)
        its.push_back(one);
      else
        its[at->second].definitions = std::max(its[at->second].definitions, one.definitions);
    }
  }
  return counted;
}

void leave_out_own_lattices(std::map<std::string, std::vector<PastTrial>>& looked_at,
                            const std::vector<SectionRequest>& sections, std::optional<std::uint64_t> most) {
  for (const auto& section : sections) {
    const auto past = looked_at.find(section.id);
    if (!section.choices || past == looked_at.end()) continue;
    auto count = Lattice(section.choices->choices).size();
    if (const auto limit = most ? most : section.multiverse.most)
      count = std::min(count.value_or(*limit), *limit);
    if (!count) continue;
    const auto own = lattice_hash(section);
    std::erase_if(past->second, [&](const PastTrial& one) {
      return one.hash == own &&
             static_cast<std::uint64_t>(std::max<std::int64_t>(one.definitions, 0)) <= *count;
    });
  }
}

std::int64_t looks(std::span<const PastTrial> past, std::span<const TriedDefinition> now) {
  std::unordered_map<std::string, std::int64_t> by_hash;
  const auto add = [&](const auto& one) {
    auto& most = by_hash[one.hash];
    most = std::max(most, looks_of(one.definitions));
  };
  for (const auto& one : now) add(one);
  for (const auto& one : past) add(one);
  std::int64_t count = 0;
  for (const auto& [hash, most] : by_hash) count += most;
  return count;
}

double corrected_for(std::int64_t looks, double p, std::int64_t of) {
  const double times = static_cast<double>(looks) / static_cast<double>(std::max<std::int64_t>(of, 1));
  return p > 1 / times ? 1 : p * times;
}

std::string lattice_hash(const SectionRequest& section) {
  RERATE_ASSERT(section.choices != nullptr, "a lattice has choices");
  Sha256 hash;
  add_text(hash, "lattice");
  add_text(hash, section.definition_hash);
  for (std::size_t i = 0; i < section.choices->choices.size(); ++i) {
    const auto& choice = section.choices->choices[i];
    add_text(hash, section.choices->paths.empty() ? choice.name : section.choices->paths[i]);
    add_text(hash, fmt::format("{} of {}", choice.usual, choice.options.size()));
    for (const auto& option : choice.options) add_text(hash, option);
  }
  return hash.finish().substr(0, 32);
}

}  // namespace rerate
