#include "rerate/study/price_of_looking.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "rerate/base/error.h"
#include "rerate/base/sha256.h"
#include "rerate/multiverse/counted_definitions.h"
#include "rerate/multiverse/lattice_of_remembered.h"

namespace rerate {
namespace {

std::int64_t looks_of(std::int64_t definitions) { return std::max<std::int64_t>(1, definitions - 1); }

std::int64_t saturated_sum(std::int64_t a, std::int64_t b) {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  return a > kMost - b ? kMost : a + b;
}

// The most that was looked at under one hash.
struct Look {
  std::int64_t definitions = 0;
  const RememberedLattice* lattice = nullptr;  // of which most was run
};

bool more_of(const RememberedLattice* lattice, const RememberedLattice* than) {
  if (!lattice || !than) return lattice != nullptr;
  return std::pair(lattice->run, lattice->counted) > std::pair(than->run, than->counted);
}

struct LatticeLook {
  std::int64_t definitions = 0;  // that differ, at most
  const RememberedLattice* lattice = nullptr;
  std::string_view hash;
};

// Of lattices around one own definition, which has a row of its own. What a lattice adds to those before it differs in no more ways
// than the lattice does, and is no more than its combinations which are none of theirs. Those that look different in most ways go
// first: later data may tell more of a part apart than earlier data did of the whole, and the larger number counts.
std::int64_t looks_around(std::vector<LatticeLook> lattices) {
  std::sort(lattices.begin(), lattices.end(), [](const auto& a, const auto& b) {
    if (a.definitions != b.definitions) return a.definitions > b.definitions;
    return std::tie(b.lattice->run, a.hash) < std::tie(a.lattice->run, b.hash);
  });
  CountedDefinitions counted;
  std::int64_t count = 0;
  for (const auto& one : lattices) {
    const auto all = looks_of(one.definitions);
    const auto fresh = counted.outside(*one.lattice);
    const bool fewer = fresh && *fresh < static_cast<std::uint64_t>(all);
    count = saturated_sum(count, fewer ? static_cast<std::int64_t>(*fresh) : all);
    if (is_whole(*one.lattice)) counted.add(*one.lattice);
  }
  return count;
}

// Text with its length before it: no two lists of texts hash alike.
void add_text(Sha256& hash, std::string_view text) {
  hash.add(fmt::format("{}:", text.size()));
  hash.add(text);
}

}  // namespace

std::int64_t at_most_different(std::int64_t definitions, const RememberedLattice* lattice) {
  if (!lattice || lattice->run <= lattice->counted) return definitions;
  const auto run = static_cast<std::int64_t>(lattice->run);
  const auto not_counted = static_cast<std::int64_t>(lattice->run - lattice->counted);
  return std::clamp(saturated_sum(definitions, not_counted), definitions, std::max(definitions, run));
}

std::map<std::string, std::vector<PastTrial>> looked_at_by(
    Date as_of, const std::map<std::string, std::vector<PastTrial>>& past) {
  std::map<std::string, std::vector<PastTrial>> counted;
  for (const auto& [section, trials] : past) {
    std::unordered_map<std::string, std::size_t> places;
    for (const auto& one : trials) {
      if (one.as_of > as_of) continue;
      auto& its = counted[section];
      const auto [at, added] = places.emplace(one.hash, its.size());
      if (added) {
        its.push_back(one);
        continue;
      }
      auto& same = its[at->second];
      same.definitions = std::max(same.definitions, one.definitions);
      if (more_of(one.lattice.get(), same.lattice.get())) same.lattice = one.lattice;
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
      return one.hash == own && static_cast<std::uint64_t>(std::max<std::int64_t>(
                                    at_most_different(one.definitions, one.lattice.get()), 0)) <= *count;
    });
  }
}

std::int64_t looks(std::span<const PastTrial> past, std::span<const TriedDefinition> now) {
  std::unordered_map<std::string, Look> by_hash;
  const auto add = [&](const auto& one) {
    auto& look = by_hash[one.hash];
    look.definitions = std::max(look.definitions, one.definitions);
    if (more_of(one.lattice.get(), look.lattice)) look.lattice = one.lattice.get();
  };
  for (const auto& one : now) add(one);
  for (const auto& one : past) add(one);
  std::int64_t count = 0;
  std::map<std::string_view, std::vector<LatticeLook>> around;  // by own definition
  for (const auto& [hash, look] : by_hash) {
    const auto definitions = at_most_different(look.definitions, look.lattice);
    if (look.lattice && definitions > 1)
      around[look.lattice->own].push_back({definitions, look.lattice, hash});
    else
      count = saturated_sum(count, looks_of(definitions));
  }
  for (auto& [own, lattices] : around) count = saturated_sum(count, looks_around(std::move(lattices)));
  return count;
}

double corrected_for(std::int64_t looks, double p, std::int64_t of) {
  const double times = static_cast<double>(looks) / static_cast<double>(std::max<std::int64_t>(of, 1));
  return p > 1 / times ? 1 : p * times;
}

RememberedLattice remembered_lattice(const SectionRequest& section, std::uint64_t run,
                                     std::uint64_t counted) {
  RERATE_ASSERT(section.choices != nullptr, "a lattice has choices");
  const auto& open = *section.choices;
  RememberedLattice lattice{section.definition_hash, {}, run, counted};
  for (std::size_t i = 0; i < open.choices.size(); ++i) {
    const auto& choice = open.choices[i];
    auto contents = i < open.contents.size() ? open.contents[i] : std::vector<std::string>{};
    contents.resize(choice.options.size());
    lattice.choices.push_back({open.paths.empty() ? choice.name : open.paths[i], choice.name, choice.options,
                               std::move(contents), choice.usual, choice.ordered});
  }
  return lattice;
}

std::string lattice_hash(const RememberedLattice& lattice) {
  Sha256 hash;
  add_text(hash, "lattice");
  add_text(hash, lattice.own);
  for (const auto& choice : lattice.choices) {
    add_text(hash, choice.key);
    add_text(hash, fmt::format("{} of {}", choice.usual, choice.options.size()));
    for (std::size_t i = 0; i < choice.options.size(); ++i) {
      add_text(hash, choice.options[i]);
      if (choice.contents[i].empty()) continue;
      hash.add("#");
      add_text(hash, choice.contents[i]);
    }
  }
  return hash.finish().substr(0, 32);
}

std::string lattice_hash(const SectionRequest& section) {
  return lattice_hash(remembered_lattice(section, 0, 0));
}

}  // namespace rerate
