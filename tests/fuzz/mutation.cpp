#include "tests/fuzz/mutation.h"

#include <array>
#include <utility>

namespace rerate::fuzz {

Mutator::Mutator(std::vector<std::string> seeds, std::vector<std::string> dictionary, std::uint64_t start,
                 std::size_t longest)
    : seeds_(std::move(seeds)), dictionary_(std::move(dictionary)), random_(start), longest_(longest) {
  if (seeds_.empty()) seeds_.emplace_back();
  if (dictionary_.empty()) dictionary_.emplace_back("0");
}

std::size_t Mutator::below(std::size_t count) { return count == 0 ? 0 : random_() % count; }

const std::string& Mutator::any_seed() { return seeds_[below(seeds_.size())]; }

std::string Mutator::next() {
  std::string input = any_seed();
  for (std::size_t left = 1 + below(6); left > 0; --left) mutate(input);
  if (input.size() > longest_) input.resize(longest_);
  return input;
}

void Mutator::mutate(std::string& input) {
  using Change = void (Mutator::*)(std::string&);
  static constexpr std::array<Change, 11> changes = {
      &Mutator::flip_bit,    &Mutator::replace_byte,   &Mutator::insert_byte,   &Mutator::erase_stretch,
      &Mutator::splice,      &Mutator::repeat_stretch, &Mutator::repeat_deeply, &Mutator::insert_word,
      &Mutator::insert_word, &Mutator::insert_word,    &Mutator::erase_stretch};
  (this->*changes[below(changes.size())])(input);
}

void Mutator::flip_bit(std::string& input) {
  if (input.empty()) return;
  auto& byte = input[below(input.size())];
  byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << below(8)));
}

void Mutator::replace_byte(std::string& input) {
  if (!input.empty()) input[below(input.size())] = static_cast<char>(below(256));
}

void Mutator::insert_byte(std::string& input) {
  input.insert(below(input.size() + 1), 1, static_cast<char>(below(256)));
}

void Mutator::erase_stretch(std::string& input) {
  if (input.empty()) return;
  const auto from = below(input.size());
  input.erase(from, 1 + below(input.size() - from));
}

void Mutator::repeat_stretch(std::string& input) {
  if (input.empty()) return;
  const auto from = below(input.size());
  const auto stretch = input.substr(from, 1 + below(input.size() - from));
  input.insert(below(input.size() + 1), stretch);
}

// Rare, because long inputs are slow: a short stretch up to as long as an input may be, for nesting limits.
void Mutator::repeat_deeply(std::string& input) {
  if (input.empty() || below(8) != 0) return;
  const auto from = below(input.size());
  const auto stretch = input.substr(from, 1 + below(4));
  const auto times = below(longest_ / stretch.size() + 1);
  std::string repeated;
  repeated.reserve(times * stretch.size());
  for (std::size_t i = 0; i < times; ++i) repeated += stretch;
  input.insert(from, repeated);
}

void Mutator::splice(std::string& input) {
  const auto& other = any_seed();
  input = input.substr(0, below(input.size() + 1)) + other.substr(below(other.size() + 1));
}

void Mutator::insert_word(std::string& input) {
  input.insert(below(input.size() + 1), dictionary_[below(dictionary_.size())]);
}

}  // namespace rerate::fuzz
